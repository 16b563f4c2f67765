-- CreateTable
CREATE TABLE "MergedRig" (
    "rigId" INTEGER NOT NULL,
    "intoRigId" INTEGER NOT NULL,

    CONSTRAINT "MergedRig_pkey" PRIMARY KEY ("rigId")
);
