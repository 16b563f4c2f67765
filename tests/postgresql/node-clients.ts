import pino from 'pino'
import { io } from 'socket.io-client'
import { loadConfig } from '#lib/config'
import type { Database } from '#lib/db/database'
import { createAuth } from '#lib/services/auth/auth'
import { openSecrets } from '#lib/services/secrets'
import type { ReadingsAnswer, RigsAnswer } from '#lib/wire/agent-events'
import type { FleetDelta, RigRow, WatchResult } from '#lib/wire/dashboard-events'
import { gpuReading } from '../db/some-readings.ts'
import type { AtEnd } from './nodes.ts'

/** Makes the owner, and answers with the cookies of a browser in which they are signed in. */
export async function signInOwner(env: Record<string, string>, database: Database): Promise<string> {
  const config = loadConfig(env)
  const parts = { config, secrets: openSecrets(config), database, log: pino({ level: 'silent' }), publish: () => {} }
  const auth = createAuth(parts)
  await database.user.create({
    data: { id: 'owner', name: 'Owner', email: 'owner@mine.example', role: 'owner', updatedAt: new Date() },
  })
  const response = await auth.api.openSession({ body: { userId: 'owner' }, headers: new Headers(), asResponse: true })
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** A browser that watches the fleet, with every row it was ever sent. */
export async function openBrowser(
  address: string,
  cookie: string,
  atEnd: AtEnd,
  onDelta: (delta: FleetDelta) => void = () => {},
): Promise<{ rows: RigRow[] }> {
  const headers = { cookie, origin: address }
  const socket = io(`${address}/dashboards`, { transports: ['websocket'], forceNew: true, extraHeaders: headers })
  atEnd(() => {
    socket.disconnect()
  })
  const rows: RigRow[] = []
  socket.on('fleet', (delta: FleetDelta) => {
    rows.push(...delta.rigs)
    onDelta(delta)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const watched: WatchResult = await socket.timeout(5000).emitWithAck('watch', { page: 'fleet' })
  if (!watched.ok) throw new Error(watched.reason)
  return { rows }
}

/** An agent that reports one rig, and keeps a reading until the server has answered for it, on whichever node. */
export async function openAgent(address: string, token: string, key: string, atEnd: AtEnd) {
  const socket = io(`${address}/agents`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token, agent: { id: crypto.randomUUID(), name: key } },
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
  })
  atEnd(() => {
    socket.disconnect()
  })
  let connections = 0
  socket.on('connect', () => (connections += 1))
  const ask = async <Answer>(event: string, message: unknown): Promise<Answer> => {
    for (;;) {
      if (!socket.connected) await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
      try {
        return await socket.timeout(2000).emitWithAck(event, message)
      } catch {
        // The node died with the question: the next one is asked.
      }
    }
  }
  const announced = await ask<RigsAnswer>('rigs', [{ key }])
  if (!announced.ok) throw new Error(announced.reason)
  const rigId = announced.rigs[0]?.id ?? 0
  let lastMs = 0
  const report = async (): Promise<number> => {
    const at = Math.max(Date.now(), lastMs + 1)
    lastMs = at
    for (;;) {
      const answer = await ask<ReadingsAnswer>('readings', [{ ...gpuReading(at), rig: rigId }])
      if ('stored' in answer && answer.stored + answer.duplicates === 1) return at
      if ('rejected' in answer && answer.rejected.length > 0) throw new Error(answer.rejected[0]?.reason)
    }
  }
  return { rigId, report, connections: () => connections }
}
