-- CreateTable
CREATE TABLE "AgentDiscovery" (
    "agentId" TEXT NOT NULL,
    "scanId" TEXT NOT NULL,
    "networks" TEXT NOT NULL DEFAULT '[]',
    "startedAtMs" BIGINT NOT NULL,
    "finishedAtMs" BIGINT,
    "firstFinishedAtMs" BIGINT,
    "problem" TEXT,

    CONSTRAINT "AgentDiscovery_pkey" PRIMARY KEY ("agentId")
);

-- CreateTable
CREATE TABLE "DiscoveredMachine" (
    "id" SERIAL NOT NULL,
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

    CONSTRAINT "DiscoveredMachine_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DiscoveredMachine_agentId_identity_key" ON "DiscoveredMachine"("agentId", "identity");

-- AddForeignKey
ALTER TABLE "AgentDiscovery" ADD CONSTRAINT "AgentDiscovery_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DiscoveredMachine" ADD CONSTRAINT "DiscoveredMachine_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;
