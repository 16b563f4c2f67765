import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mailbox, startMailbox } from '#simulators/mailbox'
import { mine } from '#simulators/mine'
import { type Simulator, startSimulator } from '#simulators/start-simulator'
import { freePort } from '../free-port'
import { chromiumPath, isSameLoad, markThisLoad, openBrowser, openPage, pictureIfItFails, wordsOf } from './browser'
import { type Installation, setUpInstallation } from './installation'
import { tellHeatByMail } from './mail-alerts'
import { answerWelcome, becomeOwner } from './owner'
import { removeFolders, startServer } from './program'
import { RealAgent } from './real-agent'
import { type Door, listRigs, storedReadings } from './rest'

const RIG = 'Watched rig'
const HOT_FOR_MS = 10_000
const TOLD_WITHIN_MS = 15_000
/** Of a GPU's memory, out of the box. */
const CRITICAL_MEMORY_CELSIUS = 106

/** From a rig that overheats to the message that it is over, with a server that is killed twice; each test is the next step. */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('a rig overheats', () => {
  let browser: Browser
  let page: Page
  let mailbox: Mailbox
  let installation: Installation
  let door: Door
  let server: Awaited<ReturnType<typeof startServer>>
  let start: () => Promise<void>
  let miner: Simulator
  let agent: RealAgent

  beforeAll(async () => {
    mailbox = await startMailbox()
    installation = await setUpInstallation('alerts')
    await tellHeatByMail(installation.dataDir, mailbox, HOT_FOR_MS)
    const port = await freePort()
    door = { url: `http://localhost:${port}`, key: installation.key }
    start = async () => {
      server = await startServer(installation.dataDir, {
        PORT: String(port),
        DAVYLAMP_PUBLIC_URL: door.url,
        DAVYLAMP_BUILT_IN_AGENT: 'off',
      })
    }
    await start()
    browser = await openBrowser()
    page = await openPage(browser)
    const rig = mine.find(({ family }) => family === 'trex')
    if (!rig) throw new Error('no rig of the mine speaks T-Rex')
    miner = await startSimulator({ rig })
    agent = new RealAgent(join(installation.dataDir, 'an-agent'), {
      server: door.url,
      token: installation.token,
      rigName: RIG,
      minerAddress: miner.address,
    })
  })

  afterAll(async () => {
    await agent?.end('SIGKILL')
    await browser?.close()
    await server?.end('SIGKILL')
    await miner?.stop()
    await mailbox?.stop()
    removeFolders()
  })

  /** Killed without a chance to put anything in order, and started again at the same address. */
  async function killAndStartAgain(): Promise<void> {
    await server.end('SIGKILL')
    const written = agent.look()
    await expect.poll(() => agent.look()).toBeGreaterThan(written)
    await start()
  }

  /** When its memory first was too hot, by the readings that the server has. */
  async function hotSinceMs(): Promise<number | undefined> {
    const rig = (await listRigs(door)).find(({ name }) => name === RIG)
    const readings = rig ? await storedReadings(door, rig.key) : []
    const isHot = (celsius = 0) => celsius >= CRITICAL_MEMORY_CELSIUS
    return readings.find(({ devices = [] }) => devices.some((device) => isHot(device.memoryCelsius)))?.at
  }

  const bell = () => page.getByRole('link', { name: /^Alerts/ }).first()
  const subjects = () => mailbox.mails().map(({ subject }) => subject)

  test('a rig stands in the table and hashes', async () => {
    pictureIfItFails(page)
    await becomeOwner(page, server)
    await answerWelcome(page)
    // The demo's inbox is nowhere else.
    expect((await page.goto(`${door.url}/demo/inbox`))?.status()).toBe(404)
    agent.start()
    await page.goto(door.url)
    const row = page.getByRole('row').filter({ hasText: RIG })
    await expect.poll(() => wordsOf(row)).toMatch(/hashing/)
    await markThisLoad(page)
  })

  test('one message tells it in time, although the server is killed before it is due', async () => {
    pictureIfItFails(page)
    miner.rig.apply({ kind: 'overheat', device: 4, part: 'memory' })
    await expect.poll(hotSinceMs).toBeDefined()
    const hotMs = (await hotSinceMs()) ?? 0
    await killAndStartAgain()
    expect(subjects()).toEqual([])

    await expect.poll(() => mailbox.mails().length).toBe(1)
    const [mail] = mailbox.mails()
    expect(mail?.receivedAtMs).toBeGreaterThanOrEqual(hotMs + HOT_FOR_MS)
    expect(mail?.receivedAtMs).toBeLessThan(hotMs + HOT_FOR_MS + TOLD_WITHIN_MS)
    expect(mail?.subject).toMatch(/^Critical: Watched rig: /)
    expect(mail?.text).toMatch(/GPU 4 memory.*1[01]\d °C against 10[06] °C/)
    expect(mail?.text).toContain(`${door.url}/alerts/`)
  })

  test('the bell counts it on a page that was open all the time, and leads to it', async () => {
    pictureIfItFails(page)
    await expect.poll(() => wordsOf(bell())).toMatch(/1 incident is firing, 1 critical/)
    expect(await isSameLoad(page)).toBe(true)
    await bell().click()
    await page.getByRole('heading', { name: 'Alerts' }).waitFor()
    await page.getByRole('row').filter({ hasText: RIG }).getByRole('link').click()
    await page.getByRole('heading', { name: /^Watched rig: / }).waitFor()
    const story = page.getByRole('region', { name: 'What happened' })
    await expect.poll(() => wordsOf(story)).toMatch(/Fired .*Told .*Message delivered through Mail/)
  })

  test('acknowledged on its page after another kill, it is said by nobody again', async () => {
    pictureIfItFails(page)
    await killAndStartAgain()
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    const story = page.getByRole('region', { name: 'What happened' })
    await expect.poll(() => wordsOf(story)).toMatch(/Acknowledged by Ada/)
    await expect.poll(() => wordsOf(bell())).toBe('Alerts')
    await page.reload()
    await page.getByText('taken by Ada').first().waitFor()
    expect(subjects()).toHaveLength(1)
  })

  test('when it has cooled down, one message says so, and all was said exactly once', async () => {
    pictureIfItFails(page)
    miner.rig.clear('overheat')
    await expect.poll(() => mailbox.mails().length, { timeout: 120_000 }).toBe(2)
    expect(subjects()).toEqual([
      expect.stringMatching(/^Resolved: Watched rig: /),
      expect.stringMatching(/^Critical: Watched rig: /),
    ])
    await page.getByText('resolved').first().waitFor()
    const written = agent.look()
    // Whatever else would be said, is said while ten more readings come.
    await expect.poll(() => agent.look()).toBeGreaterThan(written + 10)
    expect(subjects()).toHaveLength(2)
    expect(new Set(mailbox.mails().map(({ messageId }) => messageId)).size).toBe(2)
  })
})
