import { formatDuration } from '#lib/domain/format'
import type { AgentStatus } from './agent-status'

/** Older than this, an answer of a miner is news no more: two intervals of the slowest kind. */
const RECENT_MS = 120_000
/** Below this the spool holds what is just under way. */
const BACKLOG_BYTES = 50_000

/** Lines for a person: what the agent sees, and why something is missing. */
export function describeStatus(status: AgentStatus, nowMs: number): string {
  const { targets, rigs } = status
  const failing = targets.filter(({ problem }) => problem !== undefined)
  const lines = [
    `${status.name}, version ${status.version}, running for ${formatDuration(nowMs - status.startedAtMs)} (process ${status.pid})`,
    connectionSentence(status, nowMs),
    backlogSentence(status),
    '',
    ...rigSentences(rigs),
    ...(targets.length === 0
      ? [NOTHING_TO_POLL]
      : [`Targets: ${targets.length}, of which ${failing.length} ${failing.length === 1 ? 'fails' : 'fail'}.`]),
    ...targets.map((target) => `  ${targetLine(target, nowMs)}`),
  ]
  return lines.filter((line) => line !== undefined).join('\n')
}

const NOTHING_TO_POLL =
  'It polls nothing: no miner answers on this machine yet, none is listed in its configuration, and the app has assigned none. It looks again every minute.'

const NEW_TOKEN = ' A command with a new token is made with "Add rig" in the app: run it here.'

function connectionSentence({ connection, server }: AgentStatus, nowMs: number): string {
  const since = formatDuration(Math.max(0, nowMs - connection.sinceMs))
  const why = connection.problem === undefined ? '' : `: ${connection.problem.replace(/[.?]$/, '')}`
  switch (connection.state) {
    case 'connected':
      return `Connected to ${server} for ${since}.`
    case 'connecting':
      return `Not connected to ${server} for ${since}${why}. Readings are kept on disk and sent when it is back.`
    case 'refused':
      return `${server} refuses this agent${why}. It asks again about once a minute.${connection.problem?.includes('token') ? NEW_TOKEN : ''}`
    case 'revoked':
      return `${server} has revoked this agent's token. Make a new command with "Add rig" in the app and run it here.`
  }
}

function backlogSentence({ waitingBytes, connection, counts }: AgentStatus): string {
  const stored = counts.stored + counts.duplicates
  const taken = `The server has taken ${stored} ${stored === 1 ? 'reading' : 'readings'} since the start.`
  if (waitingBytes < BACKLOG_BYTES && connection.state === 'connected') return taken
  return `${taken} ${(waitingBytes / 1000).toFixed(0)} kB of readings wait on disk.`
}

function rigSentences(rigs: AgentStatus['rigs']): string[] {
  const refused = rigs.filter(({ refused: reason }) => reason !== undefined)
  return [
    `Rigs: ${rigs.length}.`,
    ...refused.map(({ key, name, refused: reason }) => `  ${name ?? key} is refused by the server: ${reason}`),
  ]
}

function targetLine(target: AgentStatus['targets'][number], nowMs: number): string {
  const what = target.miner === undefined ? target.address : `${target.address} (${target.miner})`
  const last =
    target.lastSuccessAtMs === undefined
      ? 'has not answered yet'
      : `last answered ${formatDuration(Math.max(0, nowMs - target.lastSuccessAtMs))} ago`
  if (target.problem !== undefined) return `✗ ${what} ${last}: ${target.problem}`
  const fresh = target.lastSuccessAtMs !== undefined && nowMs - target.lastSuccessAtMs < RECENT_MS
  return `${fresh ? '✓' : '…'} ${what} ${last}`
}
