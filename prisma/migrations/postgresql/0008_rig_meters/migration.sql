-- CreateTable
CREATE TABLE "RigMeter" (
    "rigId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "createdAtMs" BIGINT NOT NULL,

    CONSTRAINT "RigMeter_pkey" PRIMARY KEY ("rigId")
);

-- AddForeignKey
ALTER TABLE "RigMeter" ADD CONSTRAINT "RigMeter_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;
