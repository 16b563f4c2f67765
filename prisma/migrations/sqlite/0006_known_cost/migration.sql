-- Columns are added in place: rebuilding these tables would cost minutes in a large installation, and their WITHOUT ROWID.
ALTER TABLE "SiteSlot" ADD COLUMN "uncostedSeconds" REAL NOT NULL DEFAULT 0;
ALTER TABLE "LedgerPeriod" ADD COLUMN "uncostedMs" BIGINT NOT NULL DEFAULT 0;
