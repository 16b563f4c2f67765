-- CreateTable
CREATE TABLE "RigMeter" (
    "rigId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    CONSTRAINT "RigMeter_rigId_fkey" FOREIGN KEY ("rigId") REFERENCES "Rig" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
