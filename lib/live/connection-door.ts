import type { IncomingMessage } from 'node:http'
import { settleForwardedHeaders } from '#lib/services/auth/forwarded-headers'
import { isTrustedOrigin } from '#lib/services/auth/same-host'
import type { LiveContext, LiveServer } from './live-context.ts'

/**
 * Refuses connections that another site's page opens in somebody's browser. Socket.IO's CORS setting does not guard the
 * websocket's upgrade. Programs send no Origin, or (Python's websocket client) that of the address they connect to.
 */
export function isAllowed({ config }: Pick<LiveContext, 'config'>, request: IncomingMessage): boolean {
  settleForwardedHeaders(request, config.trustProxy)
  const headers = new Headers()
  for (const name of ['origin', 'host', 'x-forwarded-host']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return isTrustedOrigin(config, headers)
}

/**
 * Counts and logs how connections end. A frame that is too large or that cannot be parsed closes its connection and
 * costs nobody else anything.
 */
export function watchConnections(io: LiveServer, { counters, log }: Pick<LiveContext, 'counters' | 'log'>) {
  const unparsable = new WeakSet<object>()
  io.engine.on('connection_error', (error: { code: number; message: string }) => {
    counters.refusedConnections.inc({ cause: error.code === 4 ? 'origin' : 'upgrade' })
    log.warn({ code: error.code }, `a connection was refused: ${error.message}`)
  })
  io.engine.on('connection', (connection: EngineConnection) => {
    connection.once('close', (reason: string, description?: unknown) => {
      const cause = unparsable.has(connection) ? 'frame-unparsable' : causeOf(reason, description)
      counters.closedConnections.inc({ cause })
      if (cause.startsWith('frame-')) {
        log.warn({ cause, address: connection.request.socket.remoteAddress }, 'a connection was closed for its frame')
      }
    })
  })
  return {
    /** Socket.IO tells the sockets of a connection, before it closes it, that a packet made no sense. */
    markUnparsable: (connection: object) => unparsable.add(connection),
  }
}

type EngineConnection = {
  once(event: 'close', listener: (reason: string, description?: unknown) => void): unknown
  request: IncomingMessage
}

function causeOf(reason: string, description: unknown): string {
  if (reason === 'parse error') return 'frame-unparsable'
  if (reason === 'transport error') {
    const words = description instanceof Error ? description.message : String(description)
    if (/max payload/i.test(words)) return 'frame-too-large'
    if (/invalid|utf-?8|rsv|opcode|mask/i.test(words)) return 'frame-unparsable'
    return 'transport-error'
  }
  return reason.replaceAll(' ', '-')
}
