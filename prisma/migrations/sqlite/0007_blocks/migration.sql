-- Written by `npm run new-migration`, then edited: WITHOUT ROWID, since a block is found by its span and rig alone.

-- CreateTable
CREATE TABLE "ReadingBlock" (
    "spanMs" BIGINT NOT NULL,
    "rigId" INTEGER NOT NULL,
    "piece" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,

    PRIMARY KEY ("spanMs", "rigId", "piece")
) WITHOUT ROWID;
