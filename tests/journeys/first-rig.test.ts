import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mine } from '#simulators/mine'
import { type Simulator, startSimulator } from '#simulators/start-simulator'
import {
  chromiumPath,
  complaintsOf,
  isSameLoad,
  markThisLoad,
  openBrowser,
  openPage,
  pictureIfItFails,
  pixelsOf,
  wordsOf,
} from './browser'
import { answerWelcome, becomeOwner, signIn } from './owner'
import { paste } from './pasted-command'
import { type Program, removeFolders, startServer, temporaryFolder } from './program'

/** From an empty data folder to two rigs that earn, the way a newcomer goes; each test is the next step. */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('the first rig', () => {
  let browser: Browser
  let page: Page
  let server: Awaited<ReturnType<typeof startServer>>
  let link: string
  let complaints: string[]
  let agent: Program | undefined
  const simulators: Simulator[] = []

  async function simulate(name: string): Promise<Simulator> {
    const rig = mine.find((description) => description.name === name)
    if (!rig) throw new Error(`no rig is called ${name}`)
    const simulator = await startSimulator({ rig })
    simulators.push(simulator)
    return simulator
  }

  beforeAll(async () => {
    const [opened, started] = await Promise.all([openBrowser(), startServer(temporaryFolder('first-rig'))])
    browser = opened
    server = started
    page = await openPage(browser)
    complaints = complaintsOf(page)
  })

  afterAll(async () => {
    await agent?.end()
    await browser?.close()
    await server?.end()
    await Promise.all(simulators.map((simulator) => simulator.stop()))
    removeFolders()
  })

  test('the link that the start prints makes the owner, who is asked for currency, zone and tariff', async () => {
    pictureIfItFails(page)
    link = await becomeOwner(page, server)
    await expect.poll(() => page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Europe/Berlin')
    await answerWelcome(page)
  })

  test('the pasted command brings a rig, which appears live', async () => {
    pictureIfItFails(page)
    const miner = await simulate('xmrig-desk')
    await page.getByRole('link', { name: /Yes, it is a computer/ }).click()
    await page.getByRole('textbox', { name: /Where does its miner’s API listen/ }).fill(miner.address)
    await page.getByRole('button', { name: 'Make the command' }).click()
    const command = page.getByRole('group', { name: 'Command' })
    await expect.poll(() => command.textContent()).toContain(server.url)
    await page.getByText('Waiting for the command to be run…').waitFor()
    await markThisLoad(page)

    agent = paste((await command.textContent()) ?? '', temporaryFolder('pasted'))
    await page.getByRole('link', { name: /^Open / }).waitFor()
    const found = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: /^Open / }) })
      .last()
    await expect.poll(() => wordsOf(found)).toMatch(/hashing .*1[67]\.\d+ kH\/s/)
    expect(await isSameLoad(page)).toBe(true)
  })

  test('its page draws its hash rate', async () => {
    pictureIfItFails(page)
    await page.getByRole('link', { name: /^Open / }).click()
    const chart = page.getByRole('img', { name: /^Hash rate: RandomX now 1[67]\.\d+ kH\/s/ })
    await chart.waitFor()
    await page.getByRole('button', { name: '1 h' }).click()
    await expect.poll(() => pixelsOf(chart, '--hash-rate')).toBeGreaterThan(0)
  })

  test('its profit opens into work, fee and tariff, and says what is not known', async () => {
    pictureIfItFails(page)
    await page.getByRole('button', { name: /Profit a day: explain/ }).click()
    const drawer = page.getByRole('dialog', { name: 'Profit a day' })
    await expect.poll(() => wordsOf(drawer)).toMatch(/RandomX → XMR .*Work 1[67]\.\d+ kH\/s × /)
    const words = await wordsOf(drawer)
    expect(words).toContain('Not complete:')
    expect(words).toMatch(/Pool fee .*\d%/)
    expect(words).toContain('unknown: ')
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
  })

  test('an Antminer comes by its address alone', async () => {
    pictureIfItFails(page)
    const antminer = await simulate('antminer-03')
    await page.goto(`${server.url}/add-rig`)
    await page.getByRole('link', { name: /No, it only has an address/ }).click()
    await page.getByRole('textbox', { name: 'Address' }).fill(`${antminer.host}:${antminer.port}`)
    await markThisLoad(page)
    await page.getByRole('button', { name: 'Add rig' }).click()
    const line = page.getByRole('listitem').filter({ hasText: `${antminer.host}:${antminer.port}` })
    await expect.poll(() => wordsOf(line)).toMatch(/hashing .*S19j Pro/)
    expect(await isSameLoad(page)).toBe(true)
  })

  test('with a price and a difficulty typed in, its profit opens into work, rates, fee and tariff', async () => {
    pictureIfItFails(page)
    await page.goto(`${server.url}/settings/market`)
    await typeIn(page, 'the price of BTC', { 'Price of one coin': '90000' })
    await typeIn(page, 'the difficulty of BTC', {
      Difficulty: '126271255279307',
      'What a block pays its miner': '3.15',
    })

    await page.goto(`${server.url}/rigs`)
    await page
      .getByRole('table', { name: 'Rigs' })
      .getByRole('row')
      .filter({ hasText: 'TH/s' })
      .getByRole('link')
      .click()
    await page.getByRole('button', { name: /, Profit a day: explain/ }).click()
    const drawer = page.getByRole('dialog', { name: 'Profit a day' })
    await expect.poll(() => wordsOf(drawer)).toMatch(/SHA-256 → BTC .*Work 10\d(\.\d+)? TH\/s × 1 d/)
    const words = await wordsOf(drawer)
    expect(words).toMatch(/Difficulty .* hashes for one block 1\.26 × 10 to the power of 14 typed/)
    expect(words).toMatch(/Reward of a block 3\.15 BTC/)
    expect(words).toMatch(/Pool fee .*\d%/)
    expect(words).toMatch(/Price of one BTC €90,000\S* typed/)
    expect(words).toMatch(/Power estimated: Antminer S19j Pro/)
    expect(words).toMatch(/Tariff €0\.28\/kWh Home/)
    // 104 TH/s of 126.27 T: 104e12 × 86,400 ÷ (126.27e12 × 2³²) × 3.15 × 90,000 × 0.99 ≈ €4.65; 3.07 kW × 24 h × €0.28 ≈ €20.6.
    expect(words).toMatch(/Revenue €4\.[4-8]\d − Cost €[12]\d\.\d+ = Profit −€1\d\.\d+/)
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
  })

  test('both stand on the fleet page with figures that keep moving', async () => {
    pictureIfItFails(page)
    await page.getByRole('link', { name: 'Fleet' }).first().click()
    await page.getByText('2 of 2').waitFor()
    const row = page.getByRole('row').filter({ hasText: 'TH/s' })
    const before = await wordsOf(row)
    await expect.poll(() => wordsOf(row)).not.toBe(before)
  })

  test('nothing was complained of on the way', () => {
    expect(complaints).toEqual([])
  })

  test('signing out ends every live page at once, and the doors are closed behind', async () => {
    const other = await page.context().newPage()
    pictureIfItFails(other)
    await other.goto(server.url)
    await other.getByText('live', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/\/sign-in/)
    await other.waitForURL(/\/sign-in/)

    await page.goto(link)
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
    const stranger = { name: 'Eve', email: 'eve@mine.example', password: 'listening-at-the-shaft' }
    const signUp = await page.request.post(`${server.url}/api/auth/sign-up/email`, { data: stranger })
    expect(signUp.status()).toBeGreaterThanOrEqual(400)
    await page.getByRole('link', { name: 'Go to sign in' }).click()
    await signIn(page)
    await page.getByText('2 of 2').waitFor()
  })
})

/** Presses `Type in` for a rate, fills in the fields of its form by their labels, and waits until it is kept. */
async function typeIn(page: Page, rate: string, figures: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: `Type in ${rate}`, exact: true }).click()
  const form = page.getByRole('dialog')
  for (const [label, figure] of Object.entries(figures)) await form.getByRole('textbox', { name: label }).fill(figure)
  await form.getByRole('button', { name: 'Use from this hour on' }).click()
  await form.waitFor({ state: 'hidden' })
}
