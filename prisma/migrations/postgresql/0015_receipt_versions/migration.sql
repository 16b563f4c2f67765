-- CreateTable
CREATE TABLE "ReceiptSuperseded" (
    "receiptId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "supersededAtMs" BIGINT NOT NULL,
    "amountPico" BIGINT NOT NULL,
    "feePico" BIGINT,
    "price" DOUBLE PRECISION,
    "priceCurrency" TEXT,
    "priceSource" TEXT,
    "priceAtMs" BIGINT,
    "valueNano" BIGINT,

    CONSTRAINT "ReceiptSuperseded_pkey" PRIMARY KEY ("receiptId","version")
);

-- AddForeignKey
ALTER TABLE "ReceiptSuperseded" ADD CONSTRAINT "ReceiptSuperseded_receiptId_fkey" FOREIGN KEY ("receiptId") REFERENCES "Receipt"("id") ON DELETE CASCADE ON UPDATE CASCADE;
