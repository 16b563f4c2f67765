import { Counter, Gauge, Registry } from 'prom-client'

/** Why a reading was not taken, in few enough words to be a label. */
export type RejectionKind = 'invalid' | 'unknown-rig' | 'not-its-writer' | 'in-the-future' | 'too-old' | 'over-limit'

/** What the server counts of itself, read at `/metrics`. One instance a process, made by the composition root. */
export type Counters = ReturnType<typeof createCounters>

/** A registry with every figure of the live side; others may register theirs in it. */
export function createCounters() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    readings: new Counter({
      name: 'davylamp_readings_total',
      help: 'Readings answered for: stored, or duplicates of stored ones.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    rejected: new Counter({
      name: 'davylamp_readings_rejected_total',
      help: 'Readings refused for good, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    deferred: new Counter({
      name: 'davylamp_messages_deferred_total',
      help: 'Messages of readings answered with retryAfterMs, by cause.',
      labelNames: ['cause'] as const,
      registers,
    }),
    connections: new Counter({
      name: 'davylamp_connections_total',
      help: 'Sockets accepted, by namespace.',
      labelNames: ['namespace'] as const,
      registers,
    }),
    refusedConnections: new Counter({
      name: 'davylamp_connections_refused_total',
      help: 'Sockets refused at the handshake, by cause.',
      labelNames: ['cause'] as const,
      registers,
    }),
    closedConnections: new Counter({
      name: 'davylamp_connections_closed_total',
      help: 'Connections that ended, by cause: frame-too-large and frame-unparsable are faults of the client.',
      labelNames: ['cause'] as const,
      registers,
    }),
    openConnections: new Gauge({
      name: 'davylamp_connections_open',
      help: 'Sockets open now, by namespace.',
      labelNames: ['namespace'] as const,
      registers,
    }),
    rigsByState: new Gauge({
      name: 'davylamp_rigs',
      help: 'Active rigs by presence.',
      labelNames: ['state'] as const,
      registers,
    }),
  }
}
