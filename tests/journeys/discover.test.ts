import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mine } from '#simulators/mine'
import { type Simulator, startSimulator } from '#simulators/start-simulator'
import { freePort } from '../free-port'
import {
  accessibilityBreaches,
  chromiumPath,
  complaintsOf,
  openBrowser,
  openPage,
  pictureIfItFails,
  wordsOf,
} from './browser'
import { answerWelcome, becomeOwner } from './owner'
import { removeFolders, startServer, temporaryFolder } from './program'

/** A shelf of machines found instead of typed; loopback is the network, on Linux every address of it is this machine. */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('finding machines', () => {
  let browser: Browser
  let page: Page
  let server: Awaited<ReturnType<typeof startServer>>
  let port: number
  let complaints: string[]
  const simulators: Simulator[] = []

  async function simulate(name: string, host: string): Promise<Simulator> {
    const rig = mine.find((description) => description.name === name)
    if (!rig) throw new Error(`no rig is called ${name}`)
    const simulator = await startSimulator({ rig, host, port })
    simulators.push(simulator)
    return simulator
  }

  beforeAll(async () => {
    port = await freePort()
    const folder = temporaryFolder('discover')
    mkdirSync(join(folder, 'built-in-agent'), { recursive: true })
    const discovery = { networks: ['127.0.0.0/27'], ports: [port], addressesPerSecond: 100 }
    writeFileSync(join(folder, 'built-in-agent', 'agent.json'), JSON.stringify({ discovery }))
    const [opened, started] = await Promise.all([openBrowser(), startServer(folder)])
    browser = opened
    server = started
    page = await openPage(browser)
    complaints = complaintsOf(page)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.end()
    await Promise.all(simulators.map((simulator) => simulator.stop()))
    removeFolders()
  })

  test('the owner has the agent look, ticks what it found, and a rig appears', async () => {
    pictureIfItFails(page)
    await becomeOwner(page, server)
    await answerWelcome(page)
    await simulate('antminer-03', '127.0.0.5')
    await simulate('bitaxe-desk', '127.0.0.9')
    await page.getByRole('link', { name: /There are many, or I do not know/ }).click()
    const card = page.getByRole('region', { name: 'This server' })
    await expect.poll(() => wordsOf(card)).toContain('Looks through 127.0.0.0/27.')
    await card.getByRole('button', { name: 'Look for machines' }).click()
    const found = card.getByRole('listitem').filter({ hasText: '127.0.0.5' })
    await expect.poll(() => wordsOf(found)).toMatch(/S19j Pro.* not watched/)
    await card.getByRole('button', { name: 'Look again' }).waitFor()

    await card.getByRole('checkbox', { name: `Watch tcp://127.0.0.5:${port}` }).check()
    await card.getByRole('button', { name: 'Watch 1' }).click()
    await expect.poll(() => wordsOf(card)).toContain('1 is polled from now on')
    await expect.poll(() => wordsOf(found), { timeout: 30_000 }).toContain('watched: see the rig')
    expect(await wordsOf(card.getByRole('listitem').filter({ hasText: '127.0.0.9' }))).toContain('not watched')
  })

  test('what vanished and what is new since is told after the next look', async () => {
    pictureIfItFails(page)
    await simulators[1]?.stop()
    await simulate('gpu-rig-1', '127.0.0.20')
    const card = page.getByRole('region', { name: 'This server' })
    await card.getByRole('button', { name: 'Look again' }).click()
    await expect.poll(() => wordsOf(card.getByRole('listitem').filter({ hasText: '127.0.0.20' }))).toContain('new')
    await expect.poll(() => wordsOf(card.getByRole('listitem').filter({ hasText: '127.0.0.9' }))).toContain('vanished')
    await page.goto(`${server.url}/settings/agents`)
    await expect.poll(() => wordsOf(page.locator('main'))).toContain('1 new machine stands there.')
  })

  test('axe finds nothing on it, in either theme, and nothing hangs over on a phone', async () => {
    pictureIfItFails(page)
    for (const look of [
      { colorScheme: 'dark', width: 1440 },
      { colorScheme: 'light', width: 390 },
    ] as const) {
      await page.emulateMedia({ colorScheme: look.colorScheme })
      await page.setViewportSize({ width: look.width, height: 900 })
      await page.goto(`${server.url}/discover`)
      await page.getByRole('button', { name: 'Look again' }).waitFor()
      expect(await accessibilityBreaches(page)).toEqual([])
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(overhang).toBeLessThanOrEqual(0)
    }
    expect(complaints).toEqual([])
  })
})
