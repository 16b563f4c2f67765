-- Nothing was ever kept in it here. By week, as the readings are, under a key that begins with the rig.
DROP TABLE "ReadingBlock";

-- CreateTable
CREATE TABLE "ReadingBlock" (
    "spanMs" BIGINT NOT NULL,
    "rigId" INTEGER NOT NULL,
    "piece" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "receivedUntilMs" BIGINT,

    CONSTRAINT "ReadingBlock_pkey" PRIMARY KEY ("rigId","spanMs","piece")
) PARTITION BY RANGE ("spanMs");

-- Packed already: to try it again would cost time and win nothing.
ALTER TABLE "ReadingBlock" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
