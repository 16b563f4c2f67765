import { createServer, type Server } from 'node:http'
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
import { answerWelcome, OWNER, signIn } from './owner'
import { removeFolders, startServer, temporaryFolder } from './program'

/** Every outside service on loopback, in the forms that tests/market holds with their sources. */
function marketDouble(told: { btc: number }): Promise<{ url: string; server: Server }> {
  const seconds = () => Math.floor(Date.now() / 1000)
  const etc = { tag: 'ETC', block_time: '13.2', block_reward: 2.06, last_block: 23_000_000, difficulty: 2.9e15 }
  const answers: [RegExp, () => object][] = [
    [/^\/gecko\/simple\/price/, () => ({ bitcoin: { eur: told.btc, usd: told.btc, last_updated_at: seconds() } })],
    [/^\/wtm\/coins\.json/, () => ({ coins: { EthereumClassic: { ...etc, nethash: 2.19e14, timestamp: seconds() } } })],
    [/^\/nice\/.*\/algorithms/, () => ({ miningAlgorithms: [{ algorithm: 'KAWPOW', order: 52 }] })],
    [/^\/nice\/.*\/current/, () => ({ algos: [{ a: 52, p: 0.0005, s: 1e12 }] })],
  ]
  const server = createServer((request, response) => {
    const answer = answers.find(([path]) => path.test(request.url ?? ''))
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer?.[1]() ?? {}))
  })
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('expected a port'))
      resolve({ url: `http://127.0.0.1:${address.port}`, server })
    })
  })
}

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('market data', () => {
  const told = { btc: 90_000 }
  let market: Awaited<ReturnType<typeof marketDouble>>
  let server: Awaited<ReturnType<typeof startServer>>
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    market = await marketDouble(told)
    server = await startServer(temporaryFolder('market'), {
      ...{ DAVYLAMP_OWNER_EMAIL: OWNER.email, DAVYLAMP_OWNER_PASSWORD: OWNER.password, DAVYLAMP_BUILT_IN_AGENT: 'off' },
      ...{ DAVYLAMP_MARKET: 'live', COINGECKO_URL: `${market.url}/gecko`, MEMPOOL_URL: `${market.url}/pool` },
      ...{ WHATTOMINE_URL: `${market.url}/wtm`, NICEHASH_URL: `${market.url}/nice` },
    })
    browser = await openBrowser()
    page = await openPage(browser)
    complaints = complaintsOf(page)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.end()
    market?.server.close()
    removeFolders()
  })

  test('rates come from every source, a jump is held back until the owner takes it', async () => {
    pictureIfItFails(page)
    await page.goto(server.url)
    await signIn(page)
    await answerWelcome(page)
    await page.goto(`${server.url}/settings/market`)
    const askNow = page.getByRole('button', { name: 'Ask now' })
    const bitcoin = page.getByRole('row', { name: /^BTC/ })
    await askNow.click()
    await expect.poll(() => wordsOf(bitcoin)).toMatch(/90,000\.00.*CoinGecko/)
    expect(await wordsOf(page.getByRole('row', { name: /^ETC/ }))).toContain('WhatToMine')
    expect(await wordsOf(page.getByRole('row', { name: /KawPow/ }))).toMatch(/NiceHash, /)

    told.btc = 1_900_000
    await askNow.click()
    await page.getByRole('alert').filter({ hasText: 'held back' }).waitFor()
    await page.reload()
    const held = page.getByRole('list', { name: 'Rates held back' })
    expect(await wordsOf(held)).toContain('The price of BTC would jump from 90000 to 1900000')
    expect(await wordsOf(bitcoin)).toMatch(/90,000\.00.*CoinGecko/)
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      expect(await accessibilityBreaches(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1440, height: 900 })

    await held.getByRole('button', { name: /^Take it/ }).click()
    await expect.poll(() => wordsOf(bitcoin)).toContain('1,900,000')
    expect(await held.count()).toBe(0)

    await page.getByLabel('Ask first').selectOption('mempool.space')
    const hosts = page.getByRole('list', { name: 'Hosts contacted' })
    await expect.poll(() => wordsOf(hosts)).toMatch(/^mempool\.space/)
    expect(complaints).toEqual([])
  })
})
