import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, complaintsOf, openBrowser, openPage, pictureIfItFails, wordsOf } from './browser'
import { enterDemo, startDemo } from './demo'
import type { Program } from './program'

/** What the demo's owner can plan: a rig's own curve, another coin for it, and a contract's hash power. */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('the planner of the demo', () => {
  let browser: Browser
  let page: Page
  let demo: Program
  let url: string
  let complaints: string[]

  beforeAll(async () => {
    const [opened, started] = await Promise.all([openBrowser(), startDemo()])
    browser = opened
    demo = started.program
    url = started.url
    page = await openPage(browser)
    complaints = complaintsOf(page)
    await enterDemo(page, started.link)
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.end()
  })

  test('what changed tells prices of a day ago, the next difficulty and the next halving', async () => {
    pictureIfItFails(page)
    await expect.poll(() => wordsOf(page.locator('main'))).toMatch(/BTC difficulty/)
    await expect.poll(() => wordsOf(page.locator('main'))).toMatch(/BTC (halving|subsidy|reward)/)
  })

  test('a rig that ran at several powers is planned by its own curve, and knows another coin', async () => {
    pictureIfItFails(page)
    await page.goto(`${url}/planner?scope=rig:2`)
    await page.getByLabel('Power limit').waitFor()
    await page.goto(`${url}/planner/coins?rig=3`)
    await expect.poll(() => wordsOf(page.locator('main'))).toMatch(/ETC.*RVN/s)
  })

  test('a contract’s hash power is varied, and its break-even price told', async () => {
    pictureIfItFails(page)
    await page.goto(`${url}/planner?scope=contract:1`)
    await page.getByLabel('Hash power').waitFor()
    await expect.poll(() => wordsOf(page.locator('main'))).toMatch(/Break-even price.*of one BTC/s)
  })

  test('nothing was complained of', () => {
    expect(complaints).toEqual([])
  })
})
