-- Written by `npm run new-migration`, then edited: tables that are read by their key alone are WITHOUT ROWID.
-- AlterTable
ALTER TABLE "Assignment" ADD COLUMN "pool" TEXT;

-- CreateTable
CREATE TABLE "EnergyPrice" (
    "siteId" INTEGER NOT NULL,
    "fromMs" BIGINT NOT NULL,
    "toMs" BIGINT NOT NULL,
    "pricePerKwh" REAL NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("siteId", "fromMs"),
    CONSTRAINT "EnergyPrice_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "SiteMeter" (
    "siteId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAtMs" BIGINT NOT NULL,
    "lastReadAtMs" BIGINT,
    "lastEnergyWh" REAL,
    "lastWatts" REAL,
    "lastProblem" TEXT,
    CONSTRAINT "SiteMeter_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MeterQuarter" (
    "siteId" INTEGER NOT NULL,
    "quarterMs" BIGINT NOT NULL,
    "energyWh" REAL NOT NULL,
    "seconds" REAL NOT NULL,

    PRIMARY KEY ("siteId", "quarterMs"),
    CONSTRAINT "MeterQuarter_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "FiatRate" (
    "currency" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "hourMs" BIGINT NOT NULL,
    "rate" REAL NOT NULL,
    "source" TEXT NOT NULL,
    "observedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("currency", "quote", "hourMs")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "LedgerBasis" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "hash" TEXT NOT NULL,
    "basis" TEXT NOT NULL
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

    PRIMARY KEY ("subject", "hourMs")
) WITHOUT ROWID;

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

    PRIMARY KEY ("subject", "hourMs", "version")
) WITHOUT ROWID;

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

    PRIMARY KEY ("level", "period", "subject", "siteId", "currency", "payer", "coin", "algorithm")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "IncomeSource" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAtMs" BIGINT NOT NULL,
    "lastSuccessAtMs" BIGINT,
    "lastProblem" TEXT,
    "notBeforeMs" BIGINT
);

-- CreateTable
CREATE TABLE "Receipt" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
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
    "price" REAL,
    "priceCurrency" TEXT,
    "priceSource" TEXT,
    "priceAtMs" BIGINT,
    "valueNano" BIGINT,
    "importId" INTEGER,
    CONSTRAINT "Receipt_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "IncomeSource" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Receipt_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ReceiptImport" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReceiptImport" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "fileName" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "importedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "CsvMapping" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL
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
    "hashesPerSecond" REAL,
    "workers" INTEGER,
    "observedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("sourceId", "hourMs", "coin", "algorithm"),
    CONSTRAINT "CreditedState_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "IncomeSource" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "CloudContract" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "hashesPerSecond" REAL NOT NULL,
    "startsAtMs" BIGINT NOT NULL,
    "endsAtMs" BIGINT,
    "feePerDay" REAL,
    "feeUnitHashes" REAL NOT NULL DEFAULT 1000000000000,
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
    "sourceId" INTEGER
);

-- CreateTable
CREATE TABLE "HashOrder" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "marketplace" TEXT NOT NULL,
    "externalId" TEXT,
    "algorithm" TEXT NOT NULL,
    "coin" TEXT NOT NULL,
    "paidCoin" TEXT NOT NULL,
    "spentPico" BIGINT NOT NULL,
    "hashes" REAL,
    "startsAtMs" BIGINT NOT NULL,
    "endsAtMs" BIGINT,
    "notes" TEXT,
    "createdAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Investment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amountNano" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "writeOffMonths" INTEGER,
    "residualNano" BIGINT,
    "note" TEXT,
    "createdAtMs" BIGINT NOT NULL
);

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
