import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { AGENT_LIMITS } from '#lib/wire/agent-limits'
import { serveAgents } from './agents.ts'
import { isAllowed, watchConnections } from './connection-door.ts'
import { serveDashboards } from './dashboards.ts'
import { type FlushingConnection, gatherWrites } from './gather-writes.ts'
import {
  type AgentNamespace,
  type DashboardNamespace,
  LIVE_PERIODS,
  type LiveContext,
  type LivePeriods,
} from './live-context.ts'

/**
 * A snapshot of ten thousand rigs has 9 MB of text, and a tenth of that compressed. Deltas are encoded once for all browsers, and
 * never compressed. No message needs the one before it to be read; a compressor's quarter of a megabyte stays with a browser that got a
 * large one.
 */
const SNAPSHOTS_COMPRESSED = {
  threshold: 128 * 1024,
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  zlibDeflateOptions: { level: 1 },
}

/**
 * Serves agents and browsers over Socket.IO on an HTTP server, websocket only, so that no load balancer needs to keep a
 * client on one node. `close` says goodbye to everybody; the HTTP server stays the caller's.
 */
export function attachSockets(
  httpServer: HttpServer,
  context: LiveContext,
  changedPeriods: Partial<LivePeriods> = {},
): { close(): Promise<void> } {
  const periods = { ...LIVE_PERIODS, ...changedPeriods }
  const io = new Server(httpServer, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: SNAPSHOTS_COMPRESSED,
    connectTimeout: 10_000,
    maxHttpBufferSize: AGENT_LIMITS.messageBytes,
    allowRequest: (request, decide) => {
      // Agents' messages would be compressed, too, and to inflate them costs more than all else that is done with them.
      if (request.headers.cookie === undefined) delete request.headers['sec-websocket-extensions']
      decide(null, isAllowed(context, request))
    },
  })
  // Engine.IO sends the frame that was made once for all browsers only where it believes that nothing is compressed; else each delta is
  // encoded, and a large one compressed, for every browser anew. What answers one browser goes through the WebSocket, which compresses it.
  io.engine.on('connection', (connection: FlushingConnection & { transport: object }) => {
    Reflect.set(connection.transport, 'perMessageDeflate', null)
    gatherWrites(connection)
  })
  // Nothing lives in the namespace every client may open; without this a stranger could sit there unauthenticated.
  io.use((_socket, next) => next(new Error('connect to /agents or /dashboards')))
  const { markUnparsable } = watchConnections(io, context)
  const agentNamespace: AgentNamespace = io.of('/agents')
  const dashboardNamespace: DashboardNamespace = io.of('/dashboards')
  const agents = serveAgents(agentNamespace, context, periods, markUnparsable)
  const dashboards = serveDashboards(dashboardNamespace, context, periods, markUnparsable)
  const stopFollowing = context.onChanges((changes) => {
    context.fleet
      .refresh(changes)
      .catch((error) => context.log.error({ err: error }, 'the live fleet could not follow'))
  })
  return {
    async close() {
      stopFollowing()
      await Promise.all([agents.close(), dashboards.close()])
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}
