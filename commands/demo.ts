import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, loadConfig } from '#lib/config'
import { openDatabase } from '#lib/db/database'
import { CLOSED_UNTIL, saveCursor } from '#lib/db/job-cursors'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/open-reading-store'
import { userByEmail } from '#lib/db/users'
import { formatPercent } from '#lib/domain/format'
import { HOUR_MS } from '#lib/domain/units'
import { ensureOwner } from '#lib/services/auth/ensure-owner'
import { saveMeter } from '#lib/services/meters/save-meter'
import { createOneTimeLink, oneTimeLinkPath } from '#lib/services/one-time-link'
import { describeFarm } from '#simulators/farm'
import { type Mailbox, startMailbox } from '#simulators/mailbox'
import { startSiteMeter } from '#simulators/site-meter'
import { type Simulator, startSimulator } from '#simulators/start-simulator'
import { startServer } from '../server.ts'
import { DEMO_NOTES, prepareMail, sendFirstDigests } from './demo/demo-mail.ts'
import { foundMine, METERED_SITE } from './demo/found-mine.ts'
import { pastBegins, pastInWords, pastSpanOf } from './demo/past-span.ts'
import { reportMine } from './demo/report-mine.ts'
import { writeContracts } from './demo/write-contract.ts'
import { writeInvestments } from './demo/write-investments.ts'
import { writeOrder } from './demo/write-order.ts'
import { writePast } from './demo/write-past.ts'
import { writePayouts } from './demo/write-payouts.ts'
import { openLog, outliveReaders, stopOnSignals } from './start.ts'

const OWNER_EMAIL = 'owner@demo.example'

/**
 * The application on a simulated mine: miners' wire formats on loopback, a real agent process that polls them, and a
 * past written before the start. Everything lies in a folder of its own that is removed at the end.
 */
export async function run(options: { rigs?: number }): Promise<void> {
  const startedMs = Date.now()
  outliveReaders()
  const dataDir = mkdtempSync(join(tmpdir(), 'davylamp-demo-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  // Whoever ends it while it prepares finds nothing left of it either.
  let close = async () => {}
  stopOnSignals(() => close())
  const password = randomBytes(9).toString('base64url')
  const mailbox = await startMailbox()
  const config = demoConfig(dataDir, password)
  const descriptions = describeFarm(options.rigs ?? 12)
  say(`A simulated mine of ${descriptions.length} rigs, ${pastInWords(descriptions.length)}.`)

  const { channelId, meteredSiteId } = await prepare(config, descriptions, startedMs, mailbox)
  const simulators = await Promise.all(descriptions.map((rig) => startSimulator({ rig })))
  // After the simulators, each of which takes a free port, too. Known before the start, because mails lead there.
  const port = config.port || (await freePort())
  const log = openLog(config)
  const started = await startServer({ ...config, port, publicUrl: `http://localhost:${port}` }, log)
  started.server.demoInbox = { mails: mailbox.mails, notes: DEMO_NOTES }
  const meter = await startSiteMeter(
    simulators.filter(({ rig }) => rig.description.site === METERED_SITE).map(({ rig }) => rig),
  )
  const metered = await saveMeter(started.server, meteredSiteId, meterSettingsOf(meter.address))
  if (!metered.ok) throw new Error(JSON.stringify(metered.problems))
  started.server.publish(metered.changes)
  const mine = await reportMine(started, simulators, dataDir, say)
  close = async () => {
    await Promise.all([
      mine
        .stop()
        .then(() => started.close())
        .then(() => mailbox.stop()),
      meter.close(),
      ...simulators.map((simulator: Simulator) => simulator.stop()),
    ])
  }

  await sendFirstDigests(started.server, channelId)
  const user = await userByEmail(started.server.database, OWNER_EMAIL)
  const secret = await createOneTimeLink(started.server.database, { purpose: 'sign-in', userId: user?.id })
  const here = `http://localhost:${started.port}`
  process.stdout.write(`
  The demo is ready, after ${((Date.now() - startedMs) / 1000).toFixed(0)} s. This link signs you in; it works once:
  ${here}${oneTimeLinkPath(secret)}

  Later: ${here}, ${OWNER_EMAIL}, ${password}

  Its e-mails arrive in the demo inbox: ${here}/demo/inbox
${DEMO_NOTES.map((note) => `  ${note}`).join('\n')}
  Rates are a dated snapshot. Ctrl-C ends it and removes everything.

`)
}

async function prepare(
  config: Config,
  descriptions: ReturnType<typeof describeFarm>,
  nowMs: number,
  mailbox: Mailbox,
): Promise<{ channelId: number; meteredSiteId: number }> {
  await migrateDatabase(config.databaseUrl)
  const database = await openDatabase(config.databaseUrl)
  const store = await openReadingStore(config.databaseUrl)
  try {
    await ensureOwner(database, config)
    const { rigs, siteIds } = await foundMine(
      database,
      descriptions,
      (index) => pastBegins(pastSpanOf(index), nowMs),
      nowMs,
    )
    const meteredSiteId = siteIds[METERED_SITE]
    await writeInvestments(database, { rigs, siteIds }, pastBegins(pastSpanOf(0), nowMs), nowMs)
    let told = 0
    await writePast({ database, store }, rigs, { name: METERED_SITE, id: meteredSiteId }, nowMs, (share) => {
      if (share - told < 0.25) return
      told = share
      say(`Writing the past: ${formatPercent(share, 0)}`)
    })
    await writePayouts(database, nowMs)
    await saveCursor(database, CLOSED_UNTIL, Math.floor(nowMs / HOUR_MS) * HOUR_MS)
    await writeContracts({ database, store }, nowMs)
    await writeOrder({ database, store }, nowMs)
    return { channelId: await prepareMail(database, config, mailbox, OWNER_EMAIL), meteredSiteId }
  } finally {
    await store.close()
    await database.$disconnect()
  }
}

function meterSettingsOf(address: string) {
  return { kind: 'rest', address, path: 'total_act_power', unit: 'watts', intervalSeconds: 10 }
}

/** Nothing of the user's: only where to listen and how much to say is taken from the environment. */
function demoConfig(dataDir: string, password: string): Config {
  return loadConfig({
    PORT: process.env.PORT ?? '0',
    HOST: process.env.HOST ?? '127.0.0.1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    DAVYLAMP_DATA_DIR: dataDir,
    DAVYLAMP_OWNER_EMAIL: OWNER_EMAIL,
    DAVYLAMP_OWNER_PASSWORD: password,
    DAVYLAMP_MARKET: 'off',
    DAVYLAMP_BACKUP: 'off',
  })
}

async function freePort(): Promise<number> {
  const listener = createServer()
  await new Promise<void>((resolve, reject) => listener.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  await new Promise((resolve) => listener.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

function say(line: string): void {
  process.stderr.write(`davylamp demo: ${line}\n`)
}
