-- Written by `npm run new-migration`, then edited: readings are partitioned by time, so that retention drops tables, and
-- lie by rig, since nothing here keeps a table in the order of its key and a rig's span is what is asked for; a schema that is there already is not made. Whoever used 0001 to 0004 on SQLite has the same tables.
-- CreateTable
CREATE TABLE "Setting" (
    "name" TEXT NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("name","fromMs")
);

-- CreateTable
CREATE TABLE "Site" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "Site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SiteTariff" (
    "siteId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "tariff" TEXT NOT NULL,

    CONSTRAINT "SiteTariff_pkey" PRIMARY KEY ("siteId","fromMs")
);

-- CreateTable
CREATE TABLE "Rig" (
    "id" SERIAL NOT NULL,
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
    "purchasePrice" DOUBLE PRECISION,
    "purchasedOn" TEXT,

    CONSTRAINT "Rig_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RigKey" (
    "key" TEXT NOT NULL,
    "rigId" INTEGER NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "RigKey_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "RigPlacement" (
    "rigId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "siteId" INTEGER NOT NULL,

    CONSTRAINT "RigPlacement_pkey" PRIMARY KEY ("rigId","fromMs")
);

-- CreateTable
CREATE TABLE "RigLifecycle" (
    "rigId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "lifecycle" TEXT NOT NULL,

    CONSTRAINT "RigLifecycle_pkey" PRIMARY KEY ("rigId","fromMs")
);

-- CreateTable
CREATE TABLE "PowerCorrection" (
    "rigId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "overheadWatts" DOUBLE PRECISION,
    "supplyEfficiency" DOUBLE PRECISION,
    "fixedWatts" DOUBLE PRECISION,

    CONSTRAINT "PowerCorrection_pkey" PRIMARY KEY ("rigId","fromMs")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "rigId" INTEGER NOT NULL,
    "algorithm" TEXT NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "payer" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "poolFeePercent" DOUBLE PRECISION NOT NULL,
    "assumed" BOOLEAN NOT NULL,
    "pool" TEXT,

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("rigId","algorithm","fromMs")
);

-- CreateTable
CREATE TABLE "AgentToken" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "siteId" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "revokedAtMs" BIGINT,
    "lastUsedAtMs" BIGINT,

    CONSTRAINT "AgentToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Agent" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT,
    "tokenId" INTEGER,
    "builtIn" BOOLEAN NOT NULL DEFAULT false,
    "createdAtMs" BIGINT NOT NULL,
    "seenAtMs" BIGINT,
    "address" TEXT,
    "status" TEXT NOT NULL DEFAULT '[]',

    CONSTRAINT "Agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgentTarget" (
    "id" SERIAL NOT NULL,
    "agentId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "miner" TEXT,
    "credentials" TEXT,
    "intervalSeconds" INTEGER,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "AgentTarget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "revokedAtMs" BIGINT,
    "lastUsedAtMs" BIGINT,

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OneTimeLink" (
    "hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "userId" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    "expiresAtMs" BIGINT NOT NULL,
    "usedAtMs" BIGINT,

    CONSTRAINT "OneTimeLink_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "CoinPrice" (
    "coin" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "price" DOUBLE PRECISION NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    CONSTRAINT "CoinPrice_pkey" PRIMARY KEY ("coin","currency","hourMs")
);

-- CreateTable
CREATE TABLE "NetworkRate" (
    "coin" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "difficulty" DOUBLE PRECISION NOT NULL,
    "height" INTEGER,
    "rewardPerBlock" DOUBLE PRECISION NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    CONSTRAINT "NetworkRate_pkey" PRIMARY KEY ("coin","hourMs")
);

-- CreateTable
CREATE TABLE "MarketplaceRate" (
    "marketplace" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "coin" TEXT NOT NULL,
    "coinPerHash" DOUBLE PRECISION NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    CONSTRAINT "MarketplaceRate_pkey" PRIMARY KEY ("marketplace","algorithm","hourMs")
);

-- CreateTable
CREATE TABLE "Reading" (
    "slotMs" BIGINT NOT NULL,
    "rigId" INTEGER NOT NULL,
    "atMs" BIGINT NOT NULL,
    "receivedAtMs" BIGINT NOT NULL,
    "frameId" BIGINT NOT NULL,
    "figures" BYTEA NOT NULL,

    CONSTRAINT "Reading_pkey" PRIMARY KEY ("rigId","slotMs","atMs")
) PARTITION BY RANGE ("slotMs");

-- CreateTable
CREATE TABLE "ReadingFrame" (
    "rigId" INTEGER NOT NULL,
    "frameId" BIGINT NOT NULL,
    "frame" TEXT NOT NULL,

    CONSTRAINT "ReadingFrame_pkey" PRIMARY KEY ("rigId","frameId")
);

-- CreateTable
CREATE TABLE "RigHour" (
    "rigId" INTEGER NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "readings" INTEGER NOT NULL,
    "seconds0" DOUBLE PRECISION NOT NULL,
    "seconds1" DOUBLE PRECISION NOT NULL,
    "seconds2" DOUBLE PRECISION NOT NULL,
    "seconds3" DOUBLE PRECISION NOT NULL,
    "poweredSeconds0" DOUBLE PRECISION NOT NULL,
    "poweredSeconds1" DOUBLE PRECISION NOT NULL,
    "poweredSeconds2" DOUBLE PRECISION NOT NULL,
    "poweredSeconds3" DOUBLE PRECISION NOT NULL,
    "energyWh0" DOUBLE PRECISION NOT NULL,
    "energyWh1" DOUBLE PRECISION NOT NULL,
    "energyWh2" DOUBLE PRECISION NOT NULL,
    "energyWh3" DOUBLE PRECISION NOT NULL,
    "hashingSeconds" DOUBLE PRECISION NOT NULL,
    "pausedSeconds" DOUBLE PRECISION NOT NULL,
    "powerMin" DOUBLE PRECISION,
    "powerMean" DOUBLE PRECISION,
    "powerMax" DOUBLE PRECISION,
    "temperatureMin" DOUBLE PRECISION,
    "temperatureMean" DOUBLE PRECISION,
    "temperatureMax" DOUBLE PRECISION,

    CONSTRAINT "RigHour_pkey" PRIMARY KEY ("rigId","hourMs")
);

-- CreateTable
CREATE TABLE "WorkHour" (
    "rigId" INTEGER NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "hashes0" DOUBLE PRECISION NOT NULL,
    "hashes1" DOUBLE PRECISION NOT NULL,
    "hashes2" DOUBLE PRECISION NOT NULL,
    "hashes3" DOUBLE PRECISION NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "stale" INTEGER NOT NULL,
    "hashRateMin" DOUBLE PRECISION,
    "hashRateMean" DOUBLE PRECISION,
    "hashRateMax" DOUBLE PRECISION,

    CONSTRAINT "WorkHour_pkey" PRIMARY KEY ("rigId","hourMs","algorithm")
);

-- CreateTable
CREATE TABLE "SiteSlot" (
    "siteId" INTEGER NOT NULL,
    "levelSeconds" INTEGER NOT NULL,
    "slotMs" BIGINT NOT NULL,
    "rigs" INTEGER NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "hashingSeconds" DOUBLE PRECISION NOT NULL,
    "pausedSeconds" DOUBLE PRECISION NOT NULL,
    "expectedSeconds" DOUBLE PRECISION NOT NULL,
    "poweredSeconds" DOUBLE PRECISION NOT NULL,
    "energyWh" DOUBLE PRECISION NOT NULL,
    "revenueNano" BIGINT,
    "costNano" BIGINT,
    "workSeconds" DOUBLE PRECISION NOT NULL,
    "unvaluedSeconds" DOUBLE PRECISION NOT NULL,
    "unpoweredSeconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "SiteSlot_pkey" PRIMARY KEY ("levelSeconds","siteId","slotMs")
);

-- CreateTable
CREATE TABLE "SiteWorkSlot" (
    "siteId" INTEGER NOT NULL,
    "levelSeconds" INTEGER NOT NULL,
    "slotMs" BIGINT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "hashes" DOUBLE PRECISION NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "coinAmount" DOUBLE PRECISION,

    CONSTRAINT "SiteWorkSlot_pkey" PRIMARY KEY ("levelSeconds","siteId","slotMs","algorithm","coin")
);

-- CreateTable
CREATE TABLE "EnergyPrice" (
    "siteId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "toMs" BIGINT NOT NULL,
    "pricePerKwh" DOUBLE PRECISION NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    CONSTRAINT "EnergyPrice_pkey" PRIMARY KEY ("siteId","fromMs")
);

-- CreateTable
CREATE TABLE "SiteMeter" (
    "siteId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAtMs" BIGINT NOT NULL,
    "lastReadAtMs" BIGINT,
    "lastEnergyWh" DOUBLE PRECISION,
    "lastWatts" DOUBLE PRECISION,
    "lastProblem" TEXT,

    CONSTRAINT "SiteMeter_pkey" PRIMARY KEY ("siteId")
);

-- CreateTable
CREATE TABLE "MeterQuarter" (
    "siteId" INTEGER NOT NULL,
    "quarterMs" BIGINT NOT NULL,
    "energyWh" DOUBLE PRECISION NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "MeterQuarter_pkey" PRIMARY KEY ("siteId","quarterMs")
);

-- CreateTable
CREATE TABLE "FiatRate" (
    "currency" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    CONSTRAINT "FiatRate_pkey" PRIMARY KEY ("currency","quote","hourMs")
);

-- CreateTable
CREATE TABLE "LedgerBasis" (
    "id" SERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "basis" TEXT NOT NULL,

    CONSTRAINT "LedgerBasis_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerHour" (
    "subject" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "closedAtMs" BIGINT NOT NULL,
    "siteId" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "basisId" INTEGER NOT NULL,
    "energyMilliWh" BIGINT NOT NULL,
    "revenueNano" BIGINT,
    "costNano" BIGINT,
    "lines" TEXT NOT NULL,

    CONSTRAINT "LedgerHour_pkey" PRIMARY KEY ("subject","hourMs")
);

-- CreateTable
CREATE TABLE "LedgerSuperseded" (
    "subject" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "closedAtMs" BIGINT NOT NULL,
    "supersededAtMs" BIGINT NOT NULL,
    "siteId" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "basisId" INTEGER NOT NULL,
    "energyMilliWh" BIGINT NOT NULL,
    "revenueNano" BIGINT,
    "costNano" BIGINT,
    "lines" TEXT NOT NULL,

    CONSTRAINT "LedgerSuperseded_pkey" PRIMARY KEY ("subject","hourMs","version")
);

-- CreateTable
CREATE TABLE "LedgerPeriod" (
    "level" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "siteId" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "coinPico" BIGINT,
    "revenueNano" BIGINT,
    "costNano" BIGINT,
    "energyMilliWh" BIGINT NOT NULL,
    "seenMs" BIGINT NOT NULL,
    "workMs" BIGINT NOT NULL,
    "unvaluedMs" BIGINT NOT NULL,
    "unpoweredMs" BIGINT NOT NULL,

    CONSTRAINT "LedgerPeriod_pkey" PRIMARY KEY ("level","period","subject","siteId","currency","payer","coin","algorithm")
);

-- CreateTable
CREATE TABLE "IncomeSource" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAtMs" BIGINT NOT NULL,
    "lastSuccessAtMs" BIGINT,
    "lastProblem" TEXT,
    "notBeforeMs" BIGINT,

    CONSTRAINT "IncomeSource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Receipt" (
    "id" SERIAL NOT NULL,
    "sourceId" INTEGER NOT NULL,
    "externalId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "amountPico" BIGINT NOT NULL,
    "feePico" BIGINT,
    "receivedAtMs" BIGINT NOT NULL,
    "subject" TEXT,
    "transaction" TEXT,
    "note" TEXT,
    "price" DOUBLE PRECISION,
    "priceCurrency" TEXT,
    "priceSource" TEXT,
    "priceAtMs" BIGINT,
    "valueNano" BIGINT,
    "importId" INTEGER,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReceiptImport" (
    "id" SERIAL NOT NULL,
    "fileName" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "importedAtMs" BIGINT NOT NULL,

    CONSTRAINT "ReceiptImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CsvMapping" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "CsvMapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CreditedState" (
    "sourceId" INTEGER NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "coin" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "balancePico" BIGINT,
    "immaturePico" BIGINT,
    "paidPico" BIGINT,
    "hashesPerSecond" DOUBLE PRECISION,
    "workers" INTEGER,
    "observedAtMs" BIGINT NOT NULL,

    CONSTRAINT "CreditedState_pkey" PRIMARY KEY ("sourceId","hourMs","coin","algorithm")
);

-- CreateTable
CREATE TABLE "CloudContract" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "hashesPerSecond" DOUBLE PRECISION NOT NULL,
    "startsAtMs" BIGINT NOT NULL,
    "endsAtMs" BIGINT,
    "feePerDay" DOUBLE PRECISION,
    "feeUnitHashes" DOUBLE PRECISION NOT NULL DEFAULT 1000000000000,
    "feeCurrency" TEXT,
    "paidNano" BIGINT,
    "paidCurrency" TEXT,
    "rule" TEXT NOT NULL DEFAULT '{}',
    "siteId" INTEGER NOT NULL,
    "tags" TEXT NOT NULL DEFAULT '[]',
    "notes" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    "endedAtMs" BIGINT,
    "endReason" TEXT,
    "sourceId" INTEGER,

    CONSTRAINT "CloudContract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HashOrder" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "marketplace" TEXT NOT NULL,
    "externalId" TEXT,
    "algorithm" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "paidCoin" TEXT NOT NULL,
    "spentPico" BIGINT NOT NULL,
    "hashes" DOUBLE PRECISION,
    "startsAtMs" BIGINT NOT NULL,
    "endsAtMs" BIGINT,
    "notes" TEXT,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "HashOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Investment" (
    "id" SERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amountNano" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "writeOffMonths" INTEGER,
    "residualNano" BIGINT,
    "note" TEXT,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "Investment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobCursor" (
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "JobCursor_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "AlertRule" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "settings" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "builtIn" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    "changedAtMs" BIGINT NOT NULL,

    CONSTRAINT "AlertRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlertState" (
    "ruleId" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "incidentId" INTEGER,
    "changedAtMs" BIGINT NOT NULL,

    CONSTRAINT "AlertState_pkey" PRIMARY KEY ("ruleId","subject")
);

-- CreateTable
CREATE TABLE "Incident" (
    "id" SERIAL NOT NULL,
    "openKey" TEXT,
    "ruleId" INTEGER,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectName" TEXT NOT NULL,
    "rigId" INTEGER,
    "siteId" INTEGER,
    "agentId" TEXT,
    "severity" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "startedAtMs" BIGINT NOT NULL,
    "firedAtMs" BIGINT,
    "acknowledgedAtMs" BIGINT,
    "acknowledgedBy" TEXT,
    "resolvedAtMs" BIGINT,
    "snoozedUntilMs" BIGINT,
    "inhibitedById" INTEGER,
    "groupedWithId" INTEGER,
    "worklist" BOOLEAN NOT NULL DEFAULT false,
    "flaps" INTEGER NOT NULL DEFAULT 0,
    "saidSeverity" TEXT,
    "saidAtMs" BIGINT,
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "escalationStep" INTEGER NOT NULL DEFAULT 0,
    "lostNano" BIGINT,
    "savedNano" BIGINT,
    "costCurrency" TEXT,
    "notes" TEXT,
    "changedAtMs" BIGINT NOT NULL,
    "firstSaidAtMs" BIGINT,

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncidentEvent" (
    "id" SERIAL NOT NULL,
    "incidentId" INTEGER NOT NULL,
    "atMs" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT,
    "detail" TEXT NOT NULL DEFAULT '{}',

    CONSTRAINT "IncidentEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Channel" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "leastSeverity" TEXT NOT NULL DEFAULT 'warning',
    "scope" TEXT NOT NULL DEFAULT '{}',
    "goodNews" BOOLEAN NOT NULL DEFAULT false,
    "createdAtMs" BIGINT NOT NULL,
    "lastDeliveredAtMs" BIGINT,
    "failingSinceMs" BIGINT,
    "lastProblem" TEXT,
    "heldUntilMs" BIGINT,

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NotificationPolicy" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "steps" TEXT NOT NULL,
    "reminders" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "leastSeverity" TEXT NOT NULL DEFAULT 'warning',

    CONSTRAINT "NotificationPolicy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxMessage" (
    "id" SERIAL NOT NULL,
    "channelId" INTEGER NOT NULL,
    "incidentId" INTEGER,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "dueAtMs" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "claimedUntilMs" BIGINT,
    "claimFence" INTEGER,
    "deliveredAtMs" BIGINT,
    "answer" TEXT,

    CONSTRAINT "OutboxMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Silence" (
    "id" SERIAL NOT NULL,
    "reason" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "kinds" TEXT,
    "severities" TEXT,
    "fromMs" BIGINT NOT NULL,
    "untilMs" BIGINT NOT NULL,
    "createdBy" TEXT,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "Silence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MaintenanceWindow" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "siteId" INTEGER NOT NULL,
    "days" TEXT NOT NULL,
    "fromMinute" INTEGER NOT NULL,
    "toMinute" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "MaintenanceWindow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PushSubscription" (
    "endpoint" TEXT NOT NULL,
    "channelId" INTEGER NOT NULL,
    "userId" TEXT NOT NULL,
    "keys" TEXT NOT NULL,
    "userAgent" TEXT,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "PushSubscription_pkey" PRIMARY KEY ("endpoint")
);

-- CreateTable
CREATE TABLE "JobLease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "expiresAtMs" BIGINT NOT NULL,

    CONSTRAINT "JobLease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMP(3),
    "refreshTokenExpiresAt" TIMESTAMP(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
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
CREATE UNIQUE INDEX "LedgerBasis_hash_key" ON "LedgerBasis"("hash");

-- CreateIndex
CREATE INDEX "LedgerPeriod_subject_level_period_idx" ON "LedgerPeriod"("subject", "level", "period");

-- CreateIndex
CREATE INDEX "Receipt_receivedAtMs_idx" ON "Receipt"("receivedAtMs");

-- CreateIndex
CREATE INDEX "Receipt_subject_receivedAtMs_idx" ON "Receipt"("subject", "receivedAtMs");

-- CreateIndex
CREATE UNIQUE INDEX "Receipt_sourceId_externalId_key" ON "Receipt"("sourceId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "CsvMapping_name_key" ON "CsvMapping"("name");

-- CreateIndex
CREATE UNIQUE INDEX "HashOrder_marketplace_externalId_key" ON "HashOrder"("marketplace", "externalId");

-- CreateIndex
CREATE INDEX "Investment_subject_idx" ON "Investment"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "AlertRule_builtIn_key" ON "AlertRule"("builtIn");

-- CreateIndex
CREATE UNIQUE INDEX "Incident_openKey_key" ON "Incident"("openKey");

-- CreateIndex
CREATE INDEX "Incident_resolvedAtMs_inhibitedById_startedAtMs_idx" ON "Incident"("resolvedAtMs", "inhibitedById", "startedAtMs");

-- CreateIndex
CREATE INDEX "Incident_rigId_startedAtMs_idx" ON "Incident"("rigId", "startedAtMs");

-- CreateIndex
CREATE INDEX "Incident_inhibitedById_startedAtMs_idx" ON "Incident"("inhibitedById", "startedAtMs");

-- CreateIndex
CREATE INDEX "Incident_startedAtMs_idx" ON "Incident"("startedAtMs");

-- CreateIndex
CREATE INDEX "IncidentEvent_incidentId_atMs_idx" ON "IncidentEvent"("incidentId", "atMs");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxMessage_key_key" ON "OutboxMessage"("key");

-- CreateIndex
CREATE INDEX "OutboxMessage_state_dueAtMs_idx" ON "OutboxMessage"("state", "dueAtMs");

-- CreateIndex
CREATE INDEX "OutboxMessage_incidentId_idx" ON "OutboxMessage"("incidentId");

-- CreateIndex
CREATE INDEX "OutboxMessage_channelId_createdAtMs_idx" ON "OutboxMessage"("channelId", "createdAtMs");

-- CreateIndex
CREATE INDEX "PushSubscription_channelId_idx" ON "PushSubscription"("channelId");

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

-- AddForeignKey
ALTER TABLE "SiteTariff" ADD CONSTRAINT "SiteTariff_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rig" ADD CONSTRAINT "Rig_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RigKey" ADD CONSTRAINT "RigKey_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RigPlacement" ADD CONSTRAINT "RigPlacement_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RigPlacement" ADD CONSTRAINT "RigPlacement_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RigLifecycle" ADD CONSTRAINT "RigLifecycle_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PowerCorrection" ADD CONSTRAINT "PowerCorrection_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentToken" ADD CONSTRAINT "AgentToken_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Agent" ADD CONSTRAINT "Agent_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "AgentToken"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgentTarget" ADD CONSTRAINT "AgentTarget_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnergyPrice" ADD CONSTRAINT "EnergyPrice_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SiteMeter" ADD CONSTRAINT "SiteMeter_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeterQuarter" ADD CONSTRAINT "MeterQuarter_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "IncomeSource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ReceiptImport"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditedState" ADD CONSTRAINT "CreditedState_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "IncomeSource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertState" ADD CONSTRAINT "AlertState_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "AlertRule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IncidentEvent" ADD CONSTRAINT "IncidentEvent_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboxMessage" ADD CONSTRAINT "OutboxMessage_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "Channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboxMessage" ADD CONSTRAINT "OutboxMessage_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MaintenanceWindow" ADD CONSTRAINT "MaintenanceWindow_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PushSubscription" ADD CONSTRAINT "PushSubscription_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "Channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PushSubscription" ADD CONSTRAINT "PushSubscription_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
