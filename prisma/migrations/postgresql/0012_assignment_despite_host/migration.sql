-- AlterTable
ALTER TABLE "Assignment" ADD COLUMN     "despiteHost" TEXT;
