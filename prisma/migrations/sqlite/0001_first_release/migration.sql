-- Written by `npm run new-migration`, then edited: the six tables of the store are WITHOUT ROWID. They are always read by
-- their whole key or a prefix of it, so the rows themselves are kept in key order instead of a second copy of the keys.

-- CreateTable
CREATE TABLE "Setting" (
    "name" TEXT NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("name", "fromMs")
);

-- CreateTable
CREATE TABLE "Site" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "SiteTariff" (
    "siteId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "tariff" TEXT NOT NULL,

    PRIMARY KEY ("siteId", "fromMs"),
    CONSTRAINT "SiteTariff_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Rig" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "model" TEXT,
    "tags" TEXT NOT NULL DEFAULT '[]',
    "row" TEXT,
    "rack" TEXT,
    "position" TEXT,
    "notes" TEXT,
    "address" TEXT,
    "agentId" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    "purchasePrice" REAL,
    "purchasedOn" TEXT,
    CONSTRAINT "Rig_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RigKey" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "rigId" INTEGER NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,
    CONSTRAINT "RigKey_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RigPlacement" (
    "rigId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "siteId" INTEGER NOT NULL,

    PRIMARY KEY ("rigId", "fromMs"),
    CONSTRAINT "RigPlacement_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "RigPlacement_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RigLifecycle" (
    "rigId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "lifecycle" TEXT NOT NULL,

    PRIMARY KEY ("rigId", "fromMs"),
    CONSTRAINT "RigLifecycle_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PowerCorrection" (
    "rigId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "overheadWatts" REAL,
    "supplyEfficiency" REAL,
    "fixedWatts" REAL,

    PRIMARY KEY ("rigId", "fromMs"),
    CONSTRAINT "PowerCorrection_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Assignment" (
    "rigId" INTEGER NOT NULL,
    "algorithm" TEXT NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "payer" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "poolFeePercent" REAL NOT NULL,
    "assumed" BOOLEAN NOT NULL,

    PRIMARY KEY ("rigId", "algorithm", "fromMs"),
    CONSTRAINT "Assignment_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AgentToken" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "siteId" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "revokedAtMs" BIGINT,
    "lastUsedAtMs" BIGINT,
    CONSTRAINT "AgentToken_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Agent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "version" TEXT,
    "tokenId" INTEGER,
    "builtIn" BOOLEAN NOT NULL DEFAULT false,
    "createdAtMs" BIGINT NOT NULL,
    "seenAtMs" BIGINT,
    "address" TEXT,
    "status" TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT "Agent_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "AgentToken" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AgentTarget" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "agentId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "miner" TEXT,
    "credentials" TEXT,
    "intervalSeconds" INTEGER,
    "createdAtMs" BIGINT NOT NULL,
    CONSTRAINT "AgentTarget_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "revokedAtMs" BIGINT,
    "lastUsedAtMs" BIGINT
);

-- CreateTable
CREATE TABLE "OneTimeLink" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "purpose" TEXT NOT NULL,
    "userId" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    "expiresAtMs" BIGINT NOT NULL,
    "usedAtMs" BIGINT
);

-- CreateTable
CREATE TABLE "CoinPrice" (
    "coin" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "price" REAL NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("coin", "currency", "hourMs")
);

-- CreateTable
CREATE TABLE "NetworkRate" (
    "coin" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "difficulty" REAL NOT NULL,
    "height" INTEGER,
    "rewardPerBlock" REAL NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("coin", "hourMs")
);

-- CreateTable
CREATE TABLE "MarketplaceRate" (
    "marketplace" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "coin" TEXT NOT NULL,
    "coinPerHash" REAL NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("marketplace", "algorithm", "hourMs")
);

-- CreateTable
CREATE TABLE "Reading" (
    "slotMs" BIGINT NOT NULL,
    "rigId" INTEGER NOT NULL,
    "atMs" BIGINT NOT NULL,
    "receivedAtMs" BIGINT NOT NULL,
    "frameId" BIGINT NOT NULL,
    "figures" BLOB NOT NULL,

    PRIMARY KEY ("slotMs", "rigId", "atMs")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "ReadingFrame" (
    "rigId" INTEGER NOT NULL,
    "frameId" BIGINT NOT NULL,
    "frame" TEXT NOT NULL,

    PRIMARY KEY ("rigId", "frameId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "RigHour" (
    "rigId" INTEGER NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "readings" INTEGER NOT NULL,
    "seconds0" REAL NOT NULL,
    "seconds1" REAL NOT NULL,
    "seconds2" REAL NOT NULL,
    "seconds3" REAL NOT NULL,
    "poweredSeconds0" REAL NOT NULL,
    "poweredSeconds1" REAL NOT NULL,
    "poweredSeconds2" REAL NOT NULL,
    "poweredSeconds3" REAL NOT NULL,
    "energyWh0" REAL NOT NULL,
    "energyWh1" REAL NOT NULL,
    "energyWh2" REAL NOT NULL,
    "energyWh3" REAL NOT NULL,
    "hashingSeconds" REAL NOT NULL,
    "pausedSeconds" REAL NOT NULL,
    "powerMin" REAL,
    "powerMean" REAL,
    "powerMax" REAL,
    "temperatureMin" REAL,
    "temperatureMean" REAL,
    "temperatureMax" REAL,

    PRIMARY KEY ("rigId", "hourMs")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "WorkHour" (
    "rigId" INTEGER NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "hashes0" REAL NOT NULL,
    "hashes1" REAL NOT NULL,
    "hashes2" REAL NOT NULL,
    "hashes3" REAL NOT NULL,
    "seconds" REAL NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "stale" INTEGER NOT NULL,
    "hashRateMin" REAL,
    "hashRateMean" REAL,
    "hashRateMax" REAL,

    PRIMARY KEY ("rigId", "hourMs", "algorithm")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "SiteSlot" (
    "siteId" INTEGER NOT NULL,
    "levelSeconds" INTEGER NOT NULL,
    "slotMs" BIGINT NOT NULL,
    "rigs" INTEGER NOT NULL,
    "seconds" REAL NOT NULL,
    "hashingSeconds" REAL NOT NULL,
    "pausedSeconds" REAL NOT NULL,
    "expectedSeconds" REAL NOT NULL,
    "poweredSeconds" REAL NOT NULL,
    "energyWh" REAL NOT NULL,
    "revenueNano" BIGINT,
    "costNano" BIGINT,
    "workSeconds" REAL NOT NULL,
    "unvaluedSeconds" REAL NOT NULL,
    "unpoweredSeconds" REAL NOT NULL,

    PRIMARY KEY ("levelSeconds", "siteId", "slotMs")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "SiteWorkSlot" (
    "siteId" INTEGER NOT NULL,
    "levelSeconds" INTEGER NOT NULL,
    "slotMs" BIGINT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "hashes" REAL NOT NULL,
    "seconds" REAL NOT NULL,
    "coinAmount" REAL,

    PRIMARY KEY ("levelSeconds", "siteId", "slotMs", "algorithm", "coin")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "JobCursor" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "expiresAt" DATETIME NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" DATETIME,
    "refreshTokenExpiresAt" DATETIME,
    "scope" TEXT,
    "password" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Site_name_key" ON "Site"("name");

-- CreateIndex
CREATE INDEX "RigKey_rigId_idx" ON "RigKey"("rigId");

-- CreateIndex
CREATE UNIQUE INDEX "AgentToken_hash_key" ON "AgentToken"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "RigHour_hourMs_idx" ON "RigHour"("hourMs");

-- CreateIndex
CREATE INDEX "WorkHour_hourMs_idx" ON "WorkHour"("hourMs");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Account_userId_idx" ON "Account"("userId");

-- CreateIndex
CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");
