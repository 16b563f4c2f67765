import { io, type Socket } from 'socket.io-client'
import type { DashboardServerEvents, WatchResult } from '#lib/wire/dashboard-events'
import { serveParent } from '../child-calls.ts'
import { QuietBrowser } from '../dashboards/quiet-browser.ts'
import { percentile } from '../figure.ts'

type Browser = Socket<DashboardServerEvents & Record<string, (...args: unknown[]) => void>>

const open: Browser[] = []
const quiet: QuietBrowser[] = []
let deltas = 0
/** How old readings were when a browser was told of them, in ms. */
let agesMs: number[] = []

async function openOne(address: string, cookie: string): Promise<Browser> {
  const browser: Browser = io(`${address}/dashboards`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie, origin: address },
  })
  browser.on('fleet', ({ rigs }) => {
    deltas += 1
    for (const { seenAtMs } of rigs) if (seenAtMs !== undefined) agesMs.push(Date.now() - seenAtMs)
  })
  await new Promise<void>((resolve, reject) => {
    browser.once('connect', resolve)
    browser.once('connect_error', reject)
  })
  const watched: WatchResult = await browser.timeout(10_000).emitWithAck('watch', { page: 'fleet' })
  if (!watched.ok) throw new Error(watched.reason)
  return browser
}

const handlers = {
  /** So many browsers watch the fleet's page; one of them reads what it is told. */
  watch: async (given: { port: number; cookie: string; count: number }) => {
    open.push(await openOne(`http://127.0.0.1:${given.port}`, given.cookie))
    for (let index = 1; index < given.count; index++) {
      quiet.push(
        await QuietBrowser.open(given.port, given.cookie, () => {
          deltas += 1
        }),
      )
    }
    deltas = 0
    agesMs = []
  },
  /** So many more that ask for the fleet's page and read nothing from then on. */
  stall: async (given: { port: number; cookie: string; count: number }) => {
    for (let index = 0; index < given.count; index++) {
      const browser = await QuietBrowser.open(given.port, given.cookie, () => undefined)
      browser.stall()
      quiet.push(browser)
    }
  },
  /** Closes them; answers with how many deltas they were told together, and how old 99 of 100 readings were at most when one was told. */
  leave: () => {
    for (const browser of open.splice(0)) browser.disconnect()
    for (const browser of quiet.splice(0)) browser.close()
    return { deltas, ageP99Ms: percentile(agesMs, 99) }
  },
}

export type Dashboards = typeof handlers

serveParent(handlers)
