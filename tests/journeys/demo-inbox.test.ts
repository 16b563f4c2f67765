import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  accessibilityBreaches,
  chromiumPath,
  complaintsOf,
  openBrowser,
  openPage,
  pictureIfItFails,
  wordsOf,
} from './browser'
import { enterDemo, startDemo } from './demo'
import type { Program } from './program'

const TOLD_WITHIN_MS = 45_000

/** What somebody sees who tries the demo and wonders whether it would reach them. */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('the demo’s inbox', () => {
  let browser: Browser
  let page: Page
  let demo: Program
  let readyMs: number
  let complaints: string[]

  beforeAll(async () => {
    browser = await openBrowser()
    page = await openPage(browser)
    complaints = complaintsOf(page)
    const started = await startDemo()
    readyMs = Date.now()
    demo = started.program
    await enterDemo(page, started.link)
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.end()
  })

  const mail = (name: RegExp) => page.getByRole('article', { name })

  test('the terminal says where it is, and that alerts are told sooner than elsewhere', () => {
    expect(demo.output()).toMatch(/demo inbox: http:\/\/localhost:\d+\/demo\/inbox/)
    expect(demo.output()).toContain('Alerts are told sooner than out of the box')
  })

  test('the heat’s message stands there within three quarters of a minute, and leads to its incident', async () => {
    pictureIfItFails(page)
    await page.getByRole('link', { name: /^Demo inbox/ }).click()
    await page.getByRole('heading', { name: 'Demo inbox' }).waitFor()
    await page.getByText('Alerts are told sooner than out of the box').waitFor()
    const heat = mail(/^Critical: gpu-rig-2: /).first()
    await heat.waitFor()
    expect(Date.now() - readyMs).toBeLessThan(TOLD_WITHIN_MS)
    expect(await wordsOf(heat)).toMatch(/GPU 4 memory.* 1[01]\d °C against 106 °C.*gpu-rig-2 at Cellar/)
    await expect.poll(() => wordsOf(page.getByRole('link', { name: /^Demo inbox/ }))).toMatch(/[3-9] mails$/)
    expect(await accessibilityBreaches(page)).toEqual([])

    await heat.getByRole('link').click()
    await page.getByRole('heading', { name: /^gpu-rig-2: / }).waitFor()
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor()
    await page.goBack()
  })

  test('both digests can be read there, their picture drawn', async () => {
    pictureIfItFails(page)
    for (const title of [/^\w{3} \d+ \w{3}: .* profit/, /^Mon .* to Sun .* profit/]) {
      const digest = mail(title).last()
      await digest.getByText('Show the mail').click()
      const inside = digest.locator('iframe').contentFrame()
      await inside.getByText('Seven days').waitFor()
      const picture = inside.getByRole('img', { name: /revenue \$.*cost \$.*profit/ })
      await expect
        .poll(() => picture.evaluate((element) => 'naturalWidth' in element && element.naturalWidth))
        .toBe(1120)
      await digest.getByText('Show the mail').click()
    }
    expect(complaints).toEqual([])
  })
})
