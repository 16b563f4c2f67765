import { io, type Socket } from 'socket.io-client'
import type { DashboardServerEvents, WatchResult } from '#lib/wire/dashboard-events'
import { serveParent } from '../child-calls.ts'

type Browser = Socket<DashboardServerEvents & Record<string, (...args: unknown[]) => void>>

const open: Browser[] = []
let deltas = 0

async function openOne(address: string, cookie: string): Promise<Browser> {
  const browser: Browser = io(`${address}/dashboards`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie, origin: address },
  })
  browser.on('fleet', () => {
    deltas += 1
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
  /** So many browsers watch the fleet's page. */
  watch: async (given: { port: number; cookie: string; count: number }) => {
    for (let index = 0; index < given.count; index++) {
      open.push(await openOne(`http://127.0.0.1:${given.port}`, given.cookie))
    }
    deltas = 0
  },
  /** Closes them; answers with how many deltas they were told together. */
  leave: () => {
    for (const browser of open.splice(0)) browser.disconnect()
    return deltas
  },
}

export type Dashboards = typeof handlers

serveParent(handlers)
