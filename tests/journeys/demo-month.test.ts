import Papa from 'papaparse'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, complaintsOf, openBrowser, openPage, pictureIfItFails, wordsOf } from './browser'
import { enterDemo, startDemo } from './demo'
import type { Program } from './program'

type Line = { what: string; name: string; revenue: string; cost: string; profit: string }

// Lines as in NiceHash's report of mining.
const niceHashReport = (month: string) => `Date time,Purpose,Amount (BTC),Exchange rate,Amount (USD)
${month}-05 08:05:18 GMT,Hashpower mining,0.00100000,40000,40.00
${month}-06 08:05:18 GMT,Hashpower mining,0.00200000,40000,80.00
`

/** A month of the demo, followed from the year's bar to the formula of one rig's hour, and taken away as a file. */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('a month of the demo', () => {
  let browser: Browser
  let page: Page
  let demo: Program
  let url: string
  let complaints: string[]
  const month = lastMonth()

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

  async function monthAsFile(by: string): Promise<Line[]> {
    const query = `period=month&from=${month.from}&to=${month.to}&by=${by}`
    const answer = await page.request.get(`${url}/earnings/export?${query}`)
    expect(answer.headers()['content-disposition']).toContain('davylamp-earnings-')
    return Papa.parse<Line>(await answer.text(), { header: true }).data
  }

  test('a year opens into its months, a month into its days, a day into its hours, an hour into a rig’s formula', async () => {
    pictureIfItFails(page)
    await page.goto(`${url}/earnings?period=year`)
    const follow = async (name: string | RegExp) =>
      page.getByRole('rowheader').getByRole('link', { name }).first().click()
    await follow(month.year)
    await page.waitForURL(/period=month/)
    await follow(month.inWords)
    await page.waitForURL(/period=day/)
    await follow(/^\w{3}, 10 /)
    await page.waitForURL(/\/earnings\/day\//)
    await follow('12:00 to 13:00')
    await page.waitForURL(/\/earnings\/hour\/\d+$/)
    await follow('gpu-rig-1')
    await page.waitForURL(/\/earnings\/hour\/\d+\/rig/)
    const words = await wordsOf(page.locator('main'))
    expect(words).toMatch(/etchash, paid by .* ETC/)
    expect(words).toContain('work ÷ hashes for one block × reward − fee')
    expect(words).toMatch(/Price of one ETC .*napshot/)
    expect(words).toMatch(/Version 1, .*: closed/)
  })

  test('the file of the month adds up, part by part', async () => {
    const rigs = await monthAsFile('rig')
    const total = rigs.find(({ what }) => what === 'total')
    const parts = rigs.filter(({ what }) => what === 'rig')
    expect(parts.length).toBeGreaterThanOrEqual(12)
    expect(sum(parts, 'revenue')).toBeCloseTo(Number(total?.revenue), 6)
    expect(sum(parts, 'cost')).toBeCloseTo(Number(total?.cost), 6)
  })

  test('a cloud contract changes the month by exactly what it brings and costs', async () => {
    pictureIfItFails(page)
    const before = await monthAsFile('rig')
    await page.goto(`${url}/earnings/contracts`)
    await page.getByRole('button', { name: 'Add contract' }).click()
    await page.getByLabel('Name', { exact: true }).first().fill('Rented for the journey')
    await page.getByLabel('Provider', { exact: true }).fill('Genesis Mining')
    await page.getByLabel('Algorithm', { exact: true }).first().click()
    await page
      .getByRole('option', { name: /SHA-256/ })
      .first()
      .click()
    await page.getByLabel('Coin it credits').fill('BTC')
    await page.getByLabel('Hash rate').first().fill('50 TH/s')
    await page.getByLabel('Started on').first().fill(month.from)
    await page.getByLabel('Maintenance fee').fill('0.02')
    await page.getByLabel('Fee in', { exact: false }).fill('USD')
    await page.getByRole('button', { name: 'Add contract' }).last().click()
    await page.getByRole('link', { name: 'Rented for the journey' }).first().waitFor()
    const rented = (lines: Line[]) =>
      lines.find(({ what, name }) => what === 'rig' && name === 'Rented for the journey')
    // Its past is written in the background, an hour after the other: 50 TH/s for $0.02 each and day.
    const days = month.days
    await expect.poll(async () => Number(rented(await monthAsFile('rig'))?.cost ?? 0)).toBeCloseTo(days, 1)
    const after = await monthAsFile('rig')
    const total = (lines: Line[], field: 'revenue' | 'cost') =>
      Number(lines.find(({ what }) => what === 'total')?.[field])
    for (const field of ['revenue', 'cost'] as const) {
      expect(total(after, field) - total(before, field)).toBeCloseTo(Number(rented(after)?.[field]), 6)
    }
  })

  test('a file of NiceHash’s payouts is received with exactly its coins and its worth', async () => {
    pictureIfItFails(page)
    await page.goto(`${url}/earnings/received`)
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'nicehash.csv', mimeType: 'text/csv', buffer: Buffer.from(niceHashReport(month.label)) })
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText('2 lines will be taken in, 0 cannot be.').waitFor()
    await page.getByRole('button', { name: 'Take in' }).click()
    await page.getByText('2 taken in, 0 were known, 0 left out.').waitFor()
    const byMonth = page.getByRole('region', { name: 'Received by month, scrollable' })
    const received = byMonth.getByRole('row').filter({ hasText: month.inWords }).filter({ hasText: 'Ethermine, 2021' })
    await expect.poll(() => wordsOf(received)).toMatch(/BTC \$120\.00/)
    const answer = await page.request.get(`${url}/earnings/received/tax?year=${month.year}`)
    const line = new RegExp(`${month.label}-05,.*,BTC,0\\.001,,40,USD,40000,file`)
    expect(await answer.text()).toMatch(line)
  })

  test('nothing was complained of', () => {
    expect(complaints).toEqual([])
  })
})

function sum(lines: Line[], field: 'revenue' | 'cost'): number {
  return lines.reduce((all, line) => all + Number(line[field]), 0)
}

/** The last whole month by UTC, which is over in every zone of the demo but for its last hours. */
function lastMonth() {
  const now = new Date()
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0))
  return {
    from: first.toISOString().slice(0, 10),
    to: last.toISOString().slice(0, 10),
    label: first.toISOString().slice(0, 7),
    year: String(first.getUTCFullYear()),
    days: last.getUTCDate(),
    inWords: new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first),
  }
}
