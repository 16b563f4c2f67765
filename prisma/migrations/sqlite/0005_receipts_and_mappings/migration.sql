ALTER TABLE "IncomeSource" ADD COLUMN "subject" TEXT;
ALTER TABLE "CsvMapping" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'receipts';
ALTER TABLE "CsvMapping" ADD COLUMN "columns" TEXT NOT NULL DEFAULT '[]';

-- Credits were valued before their fee: they are valued anew, at the same price, without it.
UPDATE "Receipt" SET "valueNano" = CAST(ROUND("valueNano" * (1.0 - CAST("feePico" AS REAL) / "amountPico")) AS INTEGER)
WHERE "kind" = 'credit' AND "feePico" IS NOT NULL AND "valueNano" IS NOT NULL AND "feePico" < "amountPico";
