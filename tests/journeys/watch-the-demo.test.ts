import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  complaintsOf,
  isSameLoad,
  markThisLoad,
  openBrowser,
  openPage,
  pictureIfItFails,
  wordsOf,
} from './browser'
import { enterDemo, startDemo } from './demo'
import type { Program } from './program'

/** The demo's first two minutes, watched by somebody who never reloads the page. */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('the demo', () => {
  let browser: Browser
  let page: Page
  let demo: Program
  let complaints: string[]

  beforeAll(async () => {
    const [opened, started] = await Promise.all([openBrowser(), startDemo()])
    browser = opened
    demo = started.program
    page = await openPage(browser)
    complaints = complaintsOf(page)
    await enterDemo(page, started.link)
    await markThisLoad(page)
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.end()
  })

  const needs = () => page.getByRole('list', { name: 'What needs you, worst first' })

  test('it opens on today’s profit and on a rig that loses money', async () => {
    pictureIfItFails(page)
    await expect
      .poll(() => wordsOf(page.getByRole('button', { name: ', Profit today: explain' })))
      .toMatch(/^[+−]\D{0,3}\d[\d,.]*/)
    await expect.poll(() => wordsOf(needs())).toMatch(/(\d rigs lose|loses) money this hour −\S+ (together|an hour)/)
    const loser = page.getByRole('row').filter({ hasText: 'xmrig-nas' })
    await expect.poll(() => wordsOf(loser)).toMatch(/at a loss(?: this hour)? xmrig-nas .* −\$\d/)
  })

  test('a rig overheats', async () => {
    pictureIfItFails(page)
    await expect.poll(() => wordsOf(needs())).toMatch(/gpu-rig-2 · GPU 4 memory \d+ °C limit \d+ °C/)
    await expect.poll(() => wordsOf(page.getByRole('row').filter({ hasText: 'gpu-rig-2' }))).toMatch(/^hot gpu-rig-2/)
  })

  test('profit opens into every rig, the formula and the dated snapshot', async () => {
    pictureIfItFails(page)
    await page.getByRole('button', { name: ', Profit today: explain' }).click()
    const all = page.getByRole('dialog', { name: 'Profit today' })
    await expect.poll(() => wordsOf(all)).toMatch(/Prices and difficulties are a snapshot of .*20\d\d/)
    expect(await all.getByRole('row').count()).toBeGreaterThanOrEqual(12)
    await page.keyboard.press('Escape')
    await all.waitFor({ state: 'hidden' })

    await page.getByRole('button', { name: 'Profit a day of gpu-rig-1: explain' }).click()
    const one = page.getByRole('dialog', { name: 'Profit a day of gpu-rig-1' })
    await expect.poll(() => wordsOf(one)).toContain('Price of one ETC')
    const words = await wordsOf(one)
    expect(words).toMatch(/Work [\d.]+ MH\/s × 1 d/)
    expect(words).toMatch(/Difficulty .* hashes for one block .*napshot/)
    expect(words).toContain('work ÷ hashes for one block × reward − fee')
    expect(words).toMatch(/Price of one ETC \S+ .*napshot/)
    expect(words).toMatch(/Tariff .*\/kWh/)
    await page.keyboard.press('Escape')
    await one.waitFor({ state: 'hidden' })
  })

  test('another goes dark: eleven of twelve run, and it is named', async () => {
    pictureIfItFails(page)
    await page.getByText('11 of 12').waitFor({ timeout: 120_000 })
    await expect.poll(() => wordsOf(needs())).toMatch(/antminer-03 offline since \d\d:\d\d/)
    await expect
      .poll(() => wordsOf(page.getByRole('row').filter({ hasText: 'antminer-03' })))
      .toMatch(/^offline antminer-03/)
  })

  test('nothing was complained of, and the page was never loaded again', async () => {
    expect(complaints).toEqual([])
    expect(await isSameLoad(page)).toBe(true)
  })
})

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('a demo of three hundred rigs', () => {
  let browser: Browser
  let page: Page
  let demo: Program

  beforeAll(async () => {
    const [opened, started] = await Promise.all([openBrowser(), startDemo('--rigs', '300')])
    browser = opened
    demo = started.program
    page = await openPage(browser)
    await enterDemo(page, started.link)
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.end()
  })

  test('only what is in view is in the page, down to the last row', async () => {
    pictureIfItFails(page)
    const table = page.getByRole('table', { name: 'Rigs' })
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('301')
    expect(await table.getByRole('row').count()).toBeLessThan(80)
    const last = table.locator('[role=row][aria-rowindex="301"]')
    expect(await last.count()).toBe(0)
    // By name rows stand still; by trouble they move while one presses keys.
    await table.getByRole('button', { name: 'Rig', exact: true }).click()
    await expect
      .poll(() => table.getByRole('columnheader', { name: 'Rig' }).getAttribute('aria-sort'))
      .toBe('ascending')
    await table.locator('[role=row][aria-rowindex="2"]').getByRole('link').focus()
    await page.keyboard.press('End')
    await last.getByRole('link').waitFor()
    await expect.poll(() => last.getByRole('link').evaluate((link) => link === document.activeElement)).toBe(true)
    expect(await table.getByRole('row').count()).toBeLessThan(80)
  })

  test('words narrow it down to what matches', async () => {
    pictureIfItFails(page)
    await page.getByRole('textbox', { name: 'Filter rigs by words' }).fill('whatsminer')
    const rigs = page.getByRole('region', { name: 'Rigs' })
    await expect.poll(() => wordsOf(rigs)).toMatch(/\d+ of 300 rigs/)
    const [, shown] = /(\d+) of 300 rigs/.exec(await wordsOf(rigs)) ?? []
    expect(Number(shown)).toBeGreaterThan(0)
    await expect
      .poll(() => page.getByRole('table', { name: 'Rigs' }).getAttribute('aria-rowcount'))
      .toBe(String(Number(shown) + 1))
    const names = await page.getByRole('table', { name: 'Rigs' }).getByRole('link').allTextContents()
    expect(names.length).toBeGreaterThan(0)
    await page.getByRole('textbox', { name: 'Filter rigs by words' }).fill('no such rig')
    await page.getByText('No rig matches.').waitFor()
  })
})
