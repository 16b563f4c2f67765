-- AlterTable
ALTER TABLE "RigMeter" ADD COLUMN     "loginAgentId" TEXT;

-- A login that is stored already was entered for the agent that has the rig now.
UPDATE "RigMeter" SET "loginAgentId" = (SELECT "agentId" FROM "Rig" WHERE "Rig"."id" = "RigMeter"."rigId") WHERE "secrets" IS NOT NULL;
