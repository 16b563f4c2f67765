import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { onTestFailed } from 'vitest'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The system's browser; tests that need it are skipped, and named, where there is none. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? PLACES.find((path) => existsSync(path))

/** Starts the system's Chromium without a window, and without any traffic of its own. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

type Look = { width?: number; height?: number; colorScheme?: 'dark' | 'light' }

/** A page of somebody new: no cookies, no storage. Its clock and language are fixed, nothing on it moves for show. */
export async function openPage(browser: Browser, look: Look = {}): Promise<Page> {
  const { width = 1440, height = 900, colorScheme = 'light' } = look
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  context.setDefaultTimeout(60_000)
  return context.newPage()
}

/** Leaves a picture of the page in `test-results/` when the test it is called in fails. */
export function pictureIfItFails(page: Page): void {
  onTestFailed(async ({ task }) => {
    mkdirSync('test-results', { recursive: true })
    const path = join('test-results', `${task.name.replaceAll(/\W+/g, '-').slice(0, 80)}.png`)
    // A page that is closed already has nothing to show; the test's own failure is what counts.
    await page.screenshot({ path }).catch(() => undefined)
  })
}

/** The words a person sees, with every run of white space as one space. */
export async function wordsOf(place: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: textContent glues the words of neighbouring blocks together
  return (await place.innerText()).replaceAll(/\s+/g, ' ')
}

/** How many pixels of a canvas wear a colour of the theme, named as in CSS (`--hash-rate`). */
export function pixelsOf(canvas: Locator, colour: string): Promise<number> {
  return canvas.evaluate((element, name) => {
    if (!(element instanceof HTMLCanvasElement)) return 0
    const hex = getComputedStyle(element).getPropertyValue(name).trim().slice(1)
    const wanted = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
    const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: [] }
    let count = 0
    for (let at = 0; at < data.length; at += 4) {
      const near = wanted.every((channel, index) => Math.abs(channel - (data[at + index] ?? 0)) < 24)
      if (near && (data[at + 3] ?? 0) > 127) count++
    }
    return count
  }, colour)
}

/** What the page said that a person would call broken: uncaught errors and errors on the console. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // A page that is left while it still loads something says so; that is not a fault of the page.
    if (message.type() === 'error' && !/net::ERR_ABORTED/.test(message.text())) {
      complaints.push(`${message.text()} (${message.location().url})`)
    }
  })
  return complaints
}

/** Breaches of accessibility rules on the page as it stands, one line each; of all rules, or of those named alone. */
export async function accessibilityBreaches(page: Page, rules?: string[]): Promise<string[]> {
  // Passes are not told, which are hundreds on each page; only where there are frames does it look into them, through a page
  // of its own. Both together take a quarter of the time.
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(page.frames().length === 1)
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)}`))
}

const MARK = 'not-loaded-again'

/** Remembers this load of the page; a reload would forget it. */
export function markThisLoad(page: Page): Promise<void> {
  return page.evaluate((mark) => document.body.setAttribute('data-mark', mark), MARK)
}

export function isSameLoad(page: Page): Promise<boolean> {
  return page.evaluate((mark) => document.body.getAttribute('data-mark') === mark, MARK)
}
