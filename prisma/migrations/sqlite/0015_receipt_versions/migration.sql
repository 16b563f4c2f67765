-- CreateTable
CREATE TABLE "ReceiptSuperseded" (
    "receiptId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "supersededAtMs" BIGINT NOT NULL,
    "amountPico" BIGINT NOT NULL,
    "feePico" BIGINT,
    "price" REAL,
    "priceCurrency" TEXT,
    "priceSource" TEXT,
    "priceAtMs" BIGINT,
    "valueNano" BIGINT,

    PRIMARY KEY ("receiptId", "version"),
    CONSTRAINT "ReceiptSuperseded_receiptId_fkey" FOREIGN KEY ("receiptId") REFERENCES "Receipt" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
