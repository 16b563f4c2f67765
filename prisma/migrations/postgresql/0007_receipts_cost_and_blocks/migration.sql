-- AlterTable
ALTER TABLE "SiteSlot" ADD COLUMN     "uncostedSeconds" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "LedgerPeriod" ADD COLUMN     "uncostedMs" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "IncomeSource" ADD COLUMN     "subject" TEXT;

-- AlterTable
ALTER TABLE "CsvMapping" ADD COLUMN     "columns" TEXT NOT NULL DEFAULT '[]',
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'receipts';

-- CreateTable
CREATE TABLE "ReadingBlock" (
    "spanMs" BIGINT NOT NULL,
    "rigId" INTEGER NOT NULL,
    "piece" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "ReadingBlock_pkey" PRIMARY KEY ("spanMs","rigId","piece")
);
