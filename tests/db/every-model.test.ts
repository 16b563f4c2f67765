import { expect, test } from 'vitest'
import { Prisma } from '#lib/db/generated/sqlite/client'
import { isOnPostgresql, openForTest, runSql, temporaryDatabase } from './temporary-database.ts'

const site = { name: 'Barn', timeZone: 'Europe/Oslo', createdAtMs: 1n }
const day = new Date('2026-11-22T12:00:00.000Z')
const rate = { hourMs: 0n, source: 'typed', observedAtMs: 1n }

const ledgerHour = {
  subject: 'rig:1',
  hourMs: 0n,
  version: 1,
  reason: 'closed',
  closedAtMs: 2n,
  siteId: 1,
  currency: 'NOK',
  basisId: 1,
  energyMilliWh: 9_007_199_254_740_993n,
  revenueNano: 9_007_199_254_740_993n,
  costNano: null,
  lines: '[]',
}

// Parents before children. Large numbers go beyond 2^53 to see that nothing is rounded on the way.
const rows = {
  Setting: { name: 'currency', fromMs: 0n, value: '"NOK"' },
  Site: { id: 1, ...site },
  SiteTariff: { siteId: 1, fromMs: 0n, tariff: '{}' },
  User: {
    id: 'u1',
    name: 'Davy',
    email: 'davy@example.org',
    emailVerified: true,
    image: null,
    role: 'owner',
    createdAt: day,
    updatedAt: day,
  },
  Session: {
    id: 's1',
    expiresAt: day,
    token: 't',
    createdAt: day,
    updatedAt: day,
    ipAddress: null,
    userAgent: null,
    userId: 'u1',
  },
  Account: { id: 'a1', accountId: 'x', providerId: 'credential', userId: 'u1', createdAt: day, updatedAt: day },
  Verification: { id: 'v1', identifier: 'i', value: 'v', expiresAt: day, createdAt: day, updatedAt: day },
  AgentToken: { id: 1, name: 'shed', siteId: 1, hash: 'h', prefix: 'p', createdAtMs: 1n },
  Agent: { id: 'agent-1', name: 'shed', tokenId: 1, createdAtMs: 1n },
  AgentTarget: { id: 1, agentId: 'agent-1', address: '192.0.2.1', createdAtMs: 1n },
  Rig: { id: 1, name: 'R1', agentId: 'agent-1', createdAtMs: 1n, purchasePrice: 1999.5 },
  RigKey: { key: 'aa:bb', rigId: 1 },
  RigPlacement: { rigId: 1, fromMs: 0n, siteId: 1 },
  RigLifecycle: { rigId: 1, fromMs: 0n, lifecycle: 'active' },
  PowerCorrection: { rigId: 1, fromMs: 0n, supplyEfficiency: 0.93 },
  Assignment: {
    rigId: 1,
    algorithm: 'sha256d',
    fromMs: 0n,
    payer: 'pool',
    coin: 'BTC',
    scheme: 'fpps',
    poolFeePercent: 2.5,
    assumed: true,
  },
  ApiKey: { id: 1, name: 'grafana', hash: 'k', prefix: 'p', createdAtMs: 1n },
  OneTimeLink: { hash: 'l', purpose: 'sign-in', createdAtMs: 1n, expiresAtMs: 2n },
  CoinPrice: { coin: 'BTC', currency: 'NOK', price: 1_024_000.25, ...rate },
  NetworkRate: { coin: 'BTC', difficulty: 1.5e14, height: 925_000, rewardPerBlock: 3.145, ...rate },
  MarketplaceRate: { marketplace: 'nicehash', algorithm: 'kawpow', coin: 'BTC', coinPerHash: 1e-20, ...rate },
  Reading: { slotMs: 0n, rigId: 1, atMs: 1n, receivedAtMs: 2n, frameId: -3n, figures: Uint8Array.of(1, 2, 3) },
  ReadingFrame: { rigId: 1, frameId: -3n, frame: '{}' },
  RigHour: {
    rigId: 1,
    hourMs: 0n,
    readings: 360,
    hashingSeconds: 3600,
    pausedSeconds: 0,
    powerMin: 1.5,
    powerMean: null,
    powerMax: 3,
    temperatureMin: null,
    temperatureMean: null,
    temperatureMax: null,
    seconds0: 900,
    seconds1: 900,
    seconds2: 900,
    seconds3: 900,
    poweredSeconds0: 900,
    poweredSeconds1: 900,
    poweredSeconds2: 900,
    poweredSeconds3: 0.5,
    energyWh0: 1,
    energyWh1: 2,
    energyWh2: 3,
    energyWh3: 4.25,
  },
  WorkHour: {
    rigId: 1,
    hourMs: 0n,
    algorithm: 'sha256d',
    hashes0: 1.5e18,
    hashes1: 0,
    hashes2: 0,
    hashes3: 0,
    seconds: 3600,
    accepted: 12,
    rejected: 0,
    stale: 0,
    hashRateMin: null,
    hashRateMean: 1e14,
    hashRateMax: null,
  },
  SiteSlot: {
    siteId: 1,
    levelSeconds: 900,
    slotMs: 0n,
    rigs: 1,
    seconds: 900,
    hashingSeconds: 900,
    pausedSeconds: 0,
    expectedSeconds: 900,
    poweredSeconds: 900,
    energyWh: 812.5,
    revenueNano: 9_007_199_254_740_993n,
    costNano: null,
    workSeconds: 900,
    unvaluedSeconds: 0,
    unpoweredSeconds: 0,
  },
  SiteWorkSlot: {
    siteId: 1,
    levelSeconds: 900,
    slotMs: 0n,
    algorithm: 'sha256d',
    coin: 'BTC',
    hashes: 1e17,
    seconds: 900,
    coinAmount: 1e-9,
  },
  EnergyPrice: { siteId: 1, fromMs: 0n, toMs: 900_000n, pricePerKwh: -0.03, source: 'awattar', observedAtMs: 1n },
  SiteMeter: { siteId: 1, kind: 'rest', settings: '{}', createdAtMs: 1n },
  MeterQuarter: { siteId: 1, quarterMs: 0n, energyWh: 812.5, seconds: 899.5 },
  FiatRate: { currency: 'USD', quote: 'NOK', rate: 10.8, ...rate },
  LedgerBasis: { id: 1, hash: 'h', basis: '{}' },
  LedgerHour: { ...ledgerHour },
  LedgerSuperseded: { ...ledgerHour, supersededAtMs: 3n },
  LedgerPeriod: {
    level: 1,
    period: 19700101,
    subject: 'rig:1',
    siteId: 1,
    currency: 'NOK',
    payer: 'braiins',
    coin: 'BTC',
    algorithm: 'sha256d',
    coinPico: 9_007_199_254_740_993n,
    revenueNano: 9_007_199_254_740_993n,
    costNano: null,
    energyMilliWh: 1n,
    seenMs: 3_600_000n,
    workMs: 3_600_000n,
    unvaluedMs: 0n,
    unpoweredMs: 0n,
  },
  IncomeSource: { id: 1, name: 'Braiins', kind: 'braiins', coin: 'BTC', settings: '{}', createdAtMs: 1n },
  ReceiptImport: { id: 1, fileName: 'payouts.csv', sha256: 'f', rows: 1, importedAtMs: 1n },
  Receipt: {
    id: 1,
    sourceId: 1,
    externalId: 'tx1',
    kind: 'payout',
    coin: 'BTC',
    amountPico: 9_007_199_254_740_993n,
    receivedAtMs: 1n,
    importId: 1,
  },
  CsvMapping: { id: 1, name: 'NiceHash', mapping: '{}', createdAtMs: 1n },
  CreditedState: { sourceId: 1, hourMs: 0n, coin: 'BTC', algorithm: 'sha256d', balancePico: 5n, observedAtMs: 1n },
  CloudContract: {
    id: 1,
    name: 'Open end',
    provider: 'genesis-mining',
    algorithm: 'sha256d',
    coin: 'BTC',
    hashesPerSecond: 1e13,
    startsAtMs: 0n,
    siteId: 1,
    createdAtMs: 1n,
  },
  HashOrder: {
    id: 1,
    name: 'A week',
    marketplace: 'nicehash',
    algorithm: 'kawpow',
    coin: 'RVN',
    paidCoin: 'BTC',
    spentPico: 1n,
    startsAtMs: 0n,
    createdAtMs: 1n,
  },
  Investment: { id: 1, subject: 'rig:1', kind: 'purchase', amountNano: 1n, currency: 'NOK', atMs: 0n, createdAtMs: 1n },
  JobCursor: { name: 'hours-closed-until', value: 1_795_305_600_000n },
  JobLease: { name: 'jobs', holder: 'node-1', fence: 7, expiresAtMs: 1_795_305_600_000n },
  AlertRule: {
    id: 1,
    kind: 'overheat',
    name: 'Too hot',
    enabled: true,
    settings: '{}',
    scope: '{}',
    builtIn: 'overheat',
    createdAtMs: 1n,
    changedAtMs: 2n,
  },
  AlertState: { ruleId: 1, subject: 'rig:1', state: '{}', incidentId: 1, changedAtMs: 1n },
  Incident: {
    id: 1,
    openKey: '1/rig:1',
    ruleId: 1,
    kind: 'overheat',
    subject: 'rig:1',
    subjectName: 'R1',
    rigId: 1,
    siteId: 1,
    severity: 'critical',
    phase: 'firing',
    evidence: '{}',
    startedAtMs: 1n,
    firedAtMs: 2n,
    lostNano: 9_007_199_254_740_993n,
    savedNano: -1n,
    costCurrency: 'NOK',
    changedAtMs: 3n,
  },
  IncidentEvent: { id: 1, incidentId: 1, atMs: 1n, kind: 'fired', by: null, detail: '{}' },
  Channel: { id: 1, name: 'Phone', kind: 'ntfy', settings: '{}', secrets: 'x', createdAtMs: 1n },
  NotificationPolicy: { id: 1, name: 'Night', steps: '[]', reminders: '{}' },
  OutboxMessage: {
    id: 1,
    channelId: 1,
    incidentId: 1,
    key: 'k',
    kind: 'fired',
    payload: '{}',
    createdAtMs: 1n,
    dueAtMs: 1n,
    state: 'waiting',
    claimFence: 7,
  },
  Silence: { id: 1, reason: 'new fans', fromMs: 1n, untilMs: 2n, createdAtMs: 1n },
  MaintenanceWindow: { id: 1, name: 'Sunday', siteId: 1, days: '[7]', fromMinute: 60, toMinute: 120 },
  PushSubscription: { endpoint: 'https://push.example/1', channelId: 1, userId: 'u1', keys: 'x', createdAtMs: 1n },
} satisfies { [Model in Prisma.ModelName]: object }

test('every model can be written, read back as it was, and deleted', async () => {
  const { url } = await temporaryDatabase()
  const client = await openForTest(url)
  if (isOnPostgresql()) await runSql(url, 'CREATE TABLE "Reading_any" PARTITION OF "Reading" DEFAULT')
  const models = Object.entries(rows)
  expect(models.map(([model]) => model).sort()).toEqual(Object.values(Prisma.ModelName).sort())
  for (const [model, data] of models) {
    const table = tableOf(client, model)
    await table.create({ data })
    expect(await table.findFirst({}), model).toMatchObject(data)
  }
  for (const [model] of models.reverse()) {
    const table = tableOf(client, model)
    expect(await table.deleteMany({}), model).toEqual({ count: 1 })
    expect(await table.findFirst({}), model).toBeNull()
  }
})

type Table = {
  create(given: { data: object }): Promise<unknown>
  findFirst(given: object): Promise<unknown>
  deleteMany(given: object): Promise<unknown>
}

// The client's models differ in type only by their columns, which the table above says.
function tableOf(client: object, model: string): Table {
  return Reflect.get(client, `${model.charAt(0).toLowerCase()}${model.slice(1)}`)
}
