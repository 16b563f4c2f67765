-- AlterTable
ALTER TABLE "ReadingBlock" ADD COLUMN "receivedUntilMs" BIGINT;
