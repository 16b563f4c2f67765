import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityBreaches, chromiumPath, openBrowser, openPage, pictureIfItFails } from './browser'
import { answerWelcome, OWNER, signIn } from './owner'
import { removeFolders, startServer, temporaryFolder } from './program'

const HOUR_MS = 3_600_000

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('a tariff whose prices come by a file', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    server = await startServer(temporaryFolder('dynamic-tariff'), {
      DAVYLAMP_OWNER_EMAIL: OWNER.email,
      DAVYLAMP_OWNER_PASSWORD: OWNER.password,
      DAVYLAMP_BUILT_IN_AGENT: 'off',
    })
    browser = await openBrowser()
    page = await openPage(browser)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.end()
    removeFolders()
  })

  const home = () => page.getByRole('region', { name: 'Home', exact: true })

  test('a levy and the source are written, and are there when the form is opened again', async () => {
    pictureIfItFails(page)
    await page.goto(server.url)
    await signIn(page)
    await answerWelcome(page)
    await page.goto(`${server.url}/settings/sites`)
    await home().getByRole('button', { name: 'Change the tariff' }).click()
    await home().getByText('Prices by the hour, named by a supplier').click()
    await home().getByRole('combobox', { name: 'Who names the prices' }).selectOption('csv')
    await home().getByText('Grid fees, taxes and other charges').click()
    await home().getByRole('button', { name: 'Add a levy per kWh' }).click()
    const levies = home().getByRole('group', { name: 'Levies per kWh' })
    await levies.getByRole('textbox', { name: 'Name' }).fill('Grid fee')
    await levies.getByRole('textbox', { name: 'Amount' }).fill('0,10')
    await home().getByText('Seasons and holidays').click()
    await home().getByRole('button', { name: 'Add a season' }).click()
    const season = home().getByRole('group', { name: 'Season 1' })
    await season.getByRole('textbox', { name: 'Price of a kWh' }).fill('0.31')
    expect(await accessibilityBreaches(page)).toEqual([])
    await home().getByRole('button', { name: 'Save tariff' }).click()
    await home().getByText('With another price in a season, Grid fee.').waitFor()

    await home().getByRole('button', { name: 'Change the tariff' }).click()
    expect(await levies.getByRole('textbox', { name: 'Amount' }).inputValue()).toBe('0.1')
    expect(await season.getByRole('textbox', { name: 'First day' }).inputValue()).toBe('11-01')
    await home().getByRole('button', { name: 'Leave as it was' }).click()
  })

  test('a file is looked at, taken, and drawn with the levy; what nobody named stays open', async () => {
    pictureIfItFails(page)
    const fromMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
    const csv = `from,minutes,price\n${new Date(fromMs).toISOString()},60,0.25\n`
    const choose = (text: string) =>
      home()
        .locator('input[type=file]')
        .setInputFiles({ name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await choose(csv.replace('0.25', 'cheap'))
    await home().getByText('line 2: price must be a number').waitFor()
    await choose(csv)
    await home()
      .getByText(/1 price from 0.25 to 0.25/)
      .waitFor()
    await home().getByRole('button', { name: 'Take 1 new price' }).click()
    await home().getByText('prices.csv: 1 price taken.').waitFor()
    const stretches = home().getByRole('listitem')
    await expect.poll(async () => (await stretches.allInnerTexts()).join('\n')).toContain('€0.35')
    expect((await stretches.allInnerTexts()).join('\n')).toContain('00:00 to 24:00: not named')
    expect(await accessibilityBreaches(page)).toEqual([])
  })
})
