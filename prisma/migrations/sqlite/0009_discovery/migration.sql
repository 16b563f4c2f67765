-- CreateTable
CREATE TABLE "AgentDiscovery" (
    "agentId" TEXT NOT NULL PRIMARY KEY,
    "scanId" TEXT NOT NULL,
    "networks" TEXT NOT NULL DEFAULT '[]',
    "startedAtMs" BIGINT NOT NULL,
    "finishedAtMs" BIGINT,
    "firstFinishedAtMs" BIGINT,
    "problem" TEXT,
    CONSTRAINT "AgentDiscovery_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DiscoveredMachine" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "agentId" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "key" TEXT,
    "miner" TEXT,
    "model" TEXT,
    "stockLogin" TEXT,
    "locked" BOOLEAN NOT NULL DEFAULT false,
    "firstSeenMs" BIGINT NOT NULL,
    "lastSeenMs" BIGINT NOT NULL,
    "vanishedAtMs" BIGINT,
    CONSTRAINT "DiscoveredMachine_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "DiscoveredMachine_agentId_identity_key" ON "DiscoveredMachine"("agentId", "identity");
