-- CreateTable
CREATE TABLE "ReadingBlock" (
    "spanMs" BIGINT NOT NULL,
    "rigId" INTEGER NOT NULL,
    "piece" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,

    PRIMARY KEY ("spanMs", "rigId", "piece")
);
