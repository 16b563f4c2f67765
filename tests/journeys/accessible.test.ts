import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityBreaches, chromiumPath, complaintsOf, openBrowser, openPage, pictureIfItFails } from './browser'
import { type Demo, enterDemo, startDemo } from './demo'
import { becomeOwner } from './owner'
import { removeFolders, startServer, temporaryFolder } from './program'

/** Both themes at both widths. Structure differs by width and colour by both, so that each look is asked what it can break. */
const LOOKS = [
  { theme: 'light', width: 1440, rules: undefined },
  { theme: 'dark', width: 1440, rules: ['color-contrast'] },
  { theme: 'dark', width: 390, rules: undefined },
  { theme: 'light', width: 390, rules: ['color-contrast'] },
] as const

/** Every page that somebody who is signed in can open, by its address and what stands on it once it is drawn. */
const PAGES = [
  { path: '/', stands: 'Fleet' },
  { path: '/rigs', stands: 'Rigs' },
  { path: '/rigs/1', stands: 'gpu-rig-1' },
  { path: '/alerts', stands: 'Alerts' },
  { path: '/alerts/worklist', stands: 'Alerts' },
  { path: '/alerts/resolved', stands: 'Alerts' },
  { path: '/earnings', stands: 'Earnings' },
  { path: '/earnings?period=month', stands: 'Earnings' },
  { path: '/earnings/received', stands: 'Sources' },
  { path: '/earnings/compared', stands: 'Earnings' },
  { path: '/earnings/contracts', stands: 'Contracts' },
  { path: '/earnings/contracts/1', stands: 'How it does' },
  { path: '/earnings/investment', stands: 'Paid and got back' },
  { path: '/planner', stands: 'Planner' },
  { path: '/planner?scope=rig:1', stands: 'Planner' },
  { path: '/planner/hours', stands: 'Planner' },
  { path: '/planner/coins?rig=1', stands: 'Planner' },
  { path: '/planner/machines', stands: 'Planner' },
  { path: '/money', stands: 'How money is computed' },
  { path: '/add-rig', stands: 'Can the rig run a program?' },
  { path: '/add-rig?by=command', stands: 'The command' },
  { path: '/add-rig?by=address', stands: 'Its address' },
  { path: '/discover', stands: 'Let an agent look' },
  { path: '/settings/sites', stands: 'Settings' },
  { path: '/settings/rigs', stands: 'Settings' },
  { path: '/settings/rigs/1', stands: 'Settings' },
  { path: '/settings/alerts', stands: 'Rigs' },
  { path: '/settings/alerts/rules/1', stands: 'When it would have fired' },
  { path: '/settings/alerts/rules/new', stands: 'Watch for what?' },
  { path: '/settings/alerts/rules/new?kind=low-hash&machine=asic', stands: 'New rule' },
  { path: '/settings/alerts/channels', stands: 'This device' },
  { path: '/settings/alerts/channels/new', stands: 'Told how?' },
  { path: '/settings/alerts/channels/new?kind=email', stands: 'New channel: E-mail' },
  { path: '/settings/alerts/messages', stands: 'Who is told first' },
  { path: '/settings/alerts/quiet', stands: 'Silences' },
  { path: '/settings/agents', stands: 'Settings' },
  { path: '/settings/market', stands: 'Settings' },
  { path: '/settings/storage', stands: 'Room on the disk' },
  { path: '/settings/access', stands: 'Settings' },
  { path: '/settings/about', stands: 'Settings' },
]

/** What is wrong with the page as it stands: what axe finds, and whether it scrolls sideways. */
async function breachesOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  const breaches = await accessibilityBreaches(page, rules && [...rules])
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return overhang > 0 ? [...breaches, `scrolls ${overhang} px sideways`] : breaches
}

/** The same in every look, each line with the look that it was found in. */
async function breachesInEveryLook(page: Page): Promise<string[]> {
  await expect.poll(() => page.getByText(/^Loading/).count()).toBe(0)
  const found: string[] = []
  for (const look of LOOKS) {
    await page.emulateMedia({ colorScheme: look.theme })
    await page.setViewportSize({ width: look.width, height: 900 })
    const breaches = await breachesOf(page, look.rules)
    found.push(...breaches.map((breach) => `${look.theme} ${look.width}: ${breach}`))
  }
  return found
}

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('for everybody', () => {
  let browser: Browser
  let demo: Demo
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    const [opened, started] = await Promise.all([openBrowser(), startDemo()])
    browser = opened
    demo = started
    page = await openPage(browser)
    complaints = complaintsOf(page)
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.program.end()
    removeFolders()
  })

  test('the sign-in page has no barrier, in either theme, wide or narrow', async () => {
    pictureIfItFails(page)
    await page.goto(`${demo.url}/sign-in`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await breachesInEveryLook(page)).toEqual([])
  })

  test('the link’s page and the welcome have none', async () => {
    const server = await startServer(temporaryFolder('welcome'))
    const newcomer = await openPage(browser)
    pictureIfItFails(newcomer)
    const complained = complaintsOf(newcomer)
    const [link] = await server.says(/http:\/\/localhost:\d+\/link\/\S+/)
    await newcomer.goto(link)
    await newcomer.getByRole('button', { name: 'Become the owner' }).waitFor()
    expect(await breachesInEveryLook(newcomer)).toEqual([])
    await becomeOwner(newcomer, server)
    await newcomer.getByRole('button', { name: 'Another price at night or other hours' }).click()
    expect(await breachesInEveryLook(newcomer)).toEqual([])
    expect(complained).toEqual([])
    await newcomer.context().close()
    await server.end()
  })

  test('the keyboard alone leads past the pages’ names, to a rig and into its money', async () => {
    pictureIfItFails(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    await enterDemo(page, demo.link)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to content' })
    await expect.poll(() => skip.evaluate((link) => link === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content')

    const firstRig = page.getByRole('table', { name: 'Rigs' }).getByRole('link').first()
    const isThere = () => firstRig.evaluate((link) => link === document.activeElement)
    for (let presses = 0; presses < 120 && !(await isThere()); presses++) await page.keyboard.press('Tab')
    expect(await isThere()).toBe(true)
    await page.keyboard.press('ArrowDown')
    const second = page.getByRole('table', { name: 'Rigs' }).getByRole('link').nth(1)
    await expect.poll(() => second.evaluate((link) => link === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/rigs\/\d+$/)

    const profit = page.getByRole('button', { name: /, Profit a day: explain/ })
    await profit.focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog', { name: 'Profit a day' })
    await drawer.waitFor()
    expect(await breachesOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    await expect.poll(() => profit.evaluate((button) => button === document.activeElement)).toBe(true)
  })

  test.each(PAGES)('$path has no barrier, in either theme, wide or narrow', async ({ path, stands }) => {
    pictureIfItFails(page)
    const answer = await page.goto(`${demo.url}${path}`)
    expect(answer?.status()).toBe(200)
    // One that comes after the head is too late: a browser with a window has asked for /favicon.ico by then.
    expect((await answer?.text())?.split('</head>')[0]).toContain('rel="icon"')
    await page.getByRole('heading', { name: stands, exact: true }).first().waitFor()
    expect(await breachesInEveryLook(page)).toEqual([])
  })

  test('no page complained on the console', () => {
    expect(complaints).toEqual([])
  })
})
