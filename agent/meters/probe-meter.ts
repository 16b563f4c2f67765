import { withoutCredentials } from '../miners/http-json'
import type { Target } from '../miners/miner-reader'
import { parseTarget } from '../parse-target'
import type { MeterFailure, PowerMeter } from './power-meter'
import { shellyMeter } from './shelly'
import { tasmotaMeter } from './tasmota'

export const METER_KINDS = ['shelly', 'tasmota'] as const
export type MeterKind = (typeof METER_KINDS)[number]

export function isMeterKind(word: string | undefined): word is MeterKind {
  return METER_KINDS.some((kind) => kind === word)
}

/** What one channel of a meter tells: watts (0 where nothing draws any), or why there are none. */
export type ChannelRead = { channel?: number; watts?: number; problem?: string }

export type MeterProbe =
  | { ok: true; kind: MeterKind; channels: ChannelRead[] }
  | { ok: false; problem: string; isOther: boolean }

export type MeterProbeRequest = {
  target: string
  /** Absent: find out. */
  kind?: MeterKind
  user?: string
  password?: string
  timeoutMs: number
}

/** Reads a meter at a plug once, all of its channels. A password goes to nobody who has not answered as the meter that wants it. */
export async function probeMeter(request: MeterProbeRequest): Promise<MeterProbe> {
  const parsed = parseTarget(request.target)
  if (!parsed.ok) return { ok: false, problem: parsed.problem, isOther: true }
  const { host, port, scheme } = parsed.target
  if (scheme === 'tcp') return { ok: false, problem: 'a meter at a plug is asked over HTTP', isOther: true }
  const isSecure = scheme === 'https'
  const user = request.user ?? parsed.target.user
  const password = request.password ?? parsed.target.password
  const target: Target = {
    host,
    port: port ?? (isSecure ? 443 : 80),
    scheme: isSecure ? 'https' : 'http',
    timeoutMs: request.timeoutMs,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  }
  let failure: MeterFailure | undefined
  for (const kind of request.kind === undefined ? METER_KINDS : [request.kind]) {
    const read = await readKind(kind, target)
    if (read.ok) return { ok: true, kind, channels: read.channels }
    if (!read.failure.isOther) return { ok: false, problem: read.failure.problem, isOther: false }
    failure = read.failure
  }
  return { ok: false, problem: failure?.problem ?? 'no meter answers', isOther: true }
}

type KindRead = { ok: true; channels: ChannelRead[] } | { ok: false; failure: MeterFailure }

async function readKind(kind: MeterKind, target: Target): Promise<KindRead> {
  if (kind === 'tasmota' && target.password !== undefined) {
    // Its password would stand in the question itself.
    const stranger = await tasmotaMeter(withoutCredentials(target), undefined).read()
    if (!stranger.ok && stranger.isOther) return { ok: false, failure: stranger }
  }
  const whole = await meterOf(kind, target, undefined).read()
  if (whole.ok) return { ok: true, channels: [{ watts: whole.watts }] }
  if (whole.toldWatts !== undefined) return { ok: true, channels: [channelRead(whole)] }
  if (whole.channels === undefined) return { ok: false, failure: whole }
  const channels: ChannelRead[] = []
  for (let channel = 0; channel < Math.min(whole.channels, MOST_CHANNELS); channel++) {
    const read = await meterOf(kind, target, channel).read()
    channels.push({ channel, ...(read.ok ? { watts: read.watts } : channelRead(read)) })
  }
  return { ok: true, channels }
}

const MOST_CHANNELS = 16

function channelRead({ toldWatts, problem }: MeterFailure): ChannelRead {
  return toldWatts === 0 ? { watts: 0 } : { problem }
}

function meterOf(kind: MeterKind, target: Target, channel: number | undefined): PowerMeter {
  return kind === 'shelly' ? shellyMeter(target, channel) : tasmotaMeter(target, channel)
}

/** What a meter told, in lines for people. */
export function describeMeter(kind: MeterKind, channels: ChannelRead[]): string {
  const lines = channels.map(({ channel, watts, problem }): [string, string] => [
    channel === undefined ? 'power' : `channel ${channel}`,
    watts === undefined ? (problem ?? 'unknown') : `${watts} W (metered)`,
  ])
  return [['meter', kind] satisfies [string, string], ...lines]
    .map(([name, value]) => `${name.padEnd(9)} ${value}`)
    .join('\n')
}
