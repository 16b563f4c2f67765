-- DropIndex
DROP INDEX "Incident_resolvedAtMs_startedAtMs_idx";

-- DropIndex
DROP INDEX "Incident_inhibitedById_idx";

-- AlterTable
ALTER TABLE "Incident" ADD COLUMN "firstSaidAtMs" BIGINT;

-- AlterTable
ALTER TABLE "Channel" ADD COLUMN "heldUntilMs" BIGINT;

-- CreateIndex
CREATE INDEX "Incident_resolvedAtMs_inhibitedById_startedAtMs_idx" ON "Incident"("resolvedAtMs", "inhibitedById", "startedAtMs");

-- CreateIndex
CREATE INDEX "Incident_inhibitedById_startedAtMs_idx" ON "Incident"("inhibitedById", "startedAtMs");
