// Takes the pictures of the README from the running demo, in headless Chromium: npm run picture
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPath, openBrowser } from '../tests/journeys/browser.ts'
import { startProgram } from '../tests/journeys/program.ts'

if (!chromiumPath) throw new Error('Chromium is needed: install it, or name it in CHROMIUM_PATH.')
const folder = fileURLToPath(new URL('../docs/pictures', import.meta.url))
mkdirSync(folder, { recursive: true })

/** Charts and sparklines come after the page; a live page's network is never idle. */
const SETTLED_MS = 3_000

const demo = startProgram('davylamp', ['demo'])
const browser = await openBrowser()
try {
  const [link = ''] = await demo.says(/http:\/\/localhost:\d+\/link\/\S+/)
  const page = await browser.newPage({ viewport: { width: 1440, height: 1120 }, colorScheme: 'dark' })
  await page.goto(link)
  await page.getByRole('heading', { name: 'Fleet', level: 1 }).waitFor()
  // The story's first two minutes: one rig goes dark, and another one is hot.
  await page.getByText('11 of 12').waitFor({ timeout: 300_000 })
  await page.getByText('antminer-03 offline').waitFor({ timeout: 60_000 })
  await page.waitForTimeout(SETTLED_MS)
  await page.screenshot({ path: join(folder, 'fleet.png') })
  await page.getByRole('link', { name: 'gpu-rig-2', exact: true }).click()
  await page.getByRole('heading', { name: 'gpu-rig-2', level: 1 }).waitFor()
  await page.locator('canvas').nth(2).waitFor()
  await page.waitForTimeout(SETTLED_MS)
  await page.screenshot({ path: join(folder, 'rig.png') })
  await page
    .getByRole('link', { name: /^Alerts/ })
    .first()
    .click()
  await page.getByRole('link', { name: /^gpu-rig-2/ }).click()
  await page.getByRole('heading', { name: /^gpu-rig-2/, level: 1 }).waitFor()
  await page.locator('canvas').waitFor()
  await page.waitForTimeout(SETTLED_MS)
  await page.screenshot({ path: join(folder, 'incident.png') })
} finally {
  await browser.close()
  await demo.end()
}
