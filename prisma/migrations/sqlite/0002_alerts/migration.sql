-- CreateTable
CREATE TABLE "AlertRule" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "settings" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "builtIn" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    "changedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "AlertState" (
    "ruleId" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "incidentId" INTEGER,
    "changedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("ruleId", "subject"),
    CONSTRAINT "AlertState_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "AlertRule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Incident" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "openKey" TEXT,
    "ruleId" INTEGER,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectName" TEXT NOT NULL,
    "rigId" INTEGER,
    "siteId" INTEGER,
    "agentId" TEXT,
    "severity" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "startedAtMs" BIGINT NOT NULL,
    "firedAtMs" BIGINT,
    "acknowledgedAtMs" BIGINT,
    "acknowledgedBy" TEXT,
    "resolvedAtMs" BIGINT,
    "snoozedUntilMs" BIGINT,
    "inhibitedById" INTEGER,
    "groupedWithId" INTEGER,
    "worklist" BOOLEAN NOT NULL DEFAULT false,
    "flaps" INTEGER NOT NULL DEFAULT 0,
    "saidSeverity" TEXT,
    "saidAtMs" BIGINT,
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "escalationStep" INTEGER NOT NULL DEFAULT 0,
    "lostNano" BIGINT,
    "savedNano" BIGINT,
    "costCurrency" TEXT,
    "notes" TEXT,
    "changedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "IncidentEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "incidentId" INTEGER NOT NULL,
    "atMs" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT,
    "detail" TEXT NOT NULL DEFAULT '{}',
    CONSTRAINT "IncidentEvent_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Channel" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "settings" TEXT NOT NULL,
    "secrets" TEXT,
    "leastSeverity" TEXT NOT NULL DEFAULT 'warning',
    "scope" TEXT NOT NULL DEFAULT '{}',
    "goodNews" BOOLEAN NOT NULL DEFAULT false,
    "createdAtMs" BIGINT NOT NULL,
    "lastDeliveredAtMs" BIGINT,
    "failingSinceMs" BIGINT,
    "lastProblem" TEXT
);

-- CreateTable
CREATE TABLE "NotificationPolicy" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "steps" TEXT NOT NULL,
    "reminders" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "leastSeverity" TEXT NOT NULL DEFAULT 'warning'
);

-- CreateTable
CREATE TABLE "OutboxMessage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "channelId" INTEGER NOT NULL,
    "incidentId" INTEGER,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "dueAtMs" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "claimedUntilMs" BIGINT,
    "claimFence" INTEGER,
    "deliveredAtMs" BIGINT,
    "answer" TEXT,
    CONSTRAINT "OutboxMessage_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "Channel" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "OutboxMessage_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Silence" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reason" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "kinds" TEXT,
    "severities" TEXT,
    "fromMs" BIGINT NOT NULL,
    "untilMs" BIGINT NOT NULL,
    "createdBy" TEXT,
    "createdAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "MaintenanceWindow" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '{}',
    "siteId" INTEGER NOT NULL,
    "days" TEXT NOT NULL,
    "fromMinute" INTEGER NOT NULL,
    "toMinute" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    CONSTRAINT "MaintenanceWindow_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PushSubscription" (
    "endpoint" TEXT NOT NULL PRIMARY KEY,
    "channelId" INTEGER NOT NULL,
    "userId" TEXT NOT NULL,
    "keys" TEXT NOT NULL,
    "userAgent" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    CONSTRAINT "PushSubscription_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "Channel" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PushSubscription_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "JobLease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "expiresAtMs" BIGINT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "AlertRule_builtIn_key" ON "AlertRule"("builtIn");

-- CreateIndex
CREATE UNIQUE INDEX "Incident_openKey_key" ON "Incident"("openKey");

-- CreateIndex
CREATE INDEX "Incident_resolvedAtMs_startedAtMs_idx" ON "Incident"("resolvedAtMs", "startedAtMs");

-- CreateIndex
CREATE INDEX "Incident_rigId_startedAtMs_idx" ON "Incident"("rigId", "startedAtMs");

-- CreateIndex
CREATE INDEX "Incident_inhibitedById_idx" ON "Incident"("inhibitedById");

-- CreateIndex
CREATE INDEX "Incident_startedAtMs_idx" ON "Incident"("startedAtMs");

-- CreateIndex
CREATE INDEX "IncidentEvent_incidentId_atMs_idx" ON "IncidentEvent"("incidentId", "atMs");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxMessage_key_key" ON "OutboxMessage"("key");

-- CreateIndex
CREATE INDEX "OutboxMessage_state_dueAtMs_idx" ON "OutboxMessage"("state", "dueAtMs");

-- CreateIndex
CREATE INDEX "OutboxMessage_incidentId_idx" ON "OutboxMessage"("incidentId");

-- CreateIndex
CREATE INDEX "OutboxMessage_channelId_createdAtMs_idx" ON "OutboxMessage"("channelId", "createdAtMs");

-- CreateIndex
CREATE INDEX "PushSubscription_channelId_idx" ON "PushSubscription"("channelId");
