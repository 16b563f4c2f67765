import type { Database } from '#lib/db/database'
import { addMeterQuarters } from '#lib/db/meter-quarters'
import { noteSiteMeter, type SiteMeterRecord, siteMeters } from '#lib/db/site-meters'
import { type MeterQuarter, type MeterSample, quartersBetween } from '#lib/domain/meter-quarters'
import { type MeterSettings, meterSettings } from '#lib/market/meters/meter-settings'
import { type MqttConnection, openMqttMeter } from '#lib/market/meters/mqtt-meter'
import { readRestMeter } from '#lib/market/meters/rest-meter'
import { openSecretFields } from '../notify/open-channel.ts'
import type { Secrets } from '../secrets.ts'

type MeterContext = { database: Database; secrets: Pick<Secrets, 'decrypt'> }
type Standing = { settingsText: string; connection: MqttConnection }
type Taken = { samples: MeterSample[]; problem?: string }

/** Reads the meters of all sites: keeps connections to brokers, and asks others when their interval is over. */
export class MeterReading {
  readonly #context: MeterContext
  readonly #connections = new Map<number, Standing>()
  readonly #askedAtMs = new Map<number, number>()

  constructor(context: MeterContext) {
    this.#context = context
  }

  /** Writes what the meters told since the last call. Call it every few seconds. */
  async run(nowMs = Date.now()): Promise<void> {
    const meters = (await siteMeters(this.#context.database)).filter(({ enabled }) => enabled)
    const isListening = new Set(meters.filter(({ kind }) => kind === 'mqtt').map(({ siteId }) => siteId))
    for (const siteId of this.#connections.keys()) if (!isListening.has(siteId)) await this.#hangUp(siteId)
    await Promise.all(meters.map((meter) => this.#read(meter, nowMs)))
  }

  async close(): Promise<void> {
    for (const siteId of this.#connections.keys()) await this.#hangUp(siteId)
  }

  async #read(meter: SiteMeterRecord, nowMs: number): Promise<void> {
    const opened = openMeter(this.#context.secrets, meter)
    const { database } = this.#context
    if (!opened.ok) return noteSiteMeter(database, meter.siteId, { problem: opened.reason })
    const { settings } = opened
    const taken =
      settings.kind === 'rest' ? await this.#ask(meter, settings, nowMs) : await this.#listen(meter, settings)
    if (taken) await keepSamples(database, meter, settings.intervalSeconds * 1000, taken, nowMs)
  }

  async #ask({ siteId }: SiteMeterRecord, settings: MeterSettings & { kind: 'rest' }, nowMs: number) {
    if (nowMs - (this.#askedAtMs.get(siteId) ?? 0) < settings.intervalSeconds * 1000) return undefined
    this.#askedAtMs.set(siteId, nowMs)
    const read = await readRestMeter(settings, nowMs)
    return read.ok ? { samples: [read.sample] } : { samples: [], problem: read.reason }
  }

  async #listen({ siteId }: SiteMeterRecord, settings: MeterSettings & { kind: 'mqtt' }): Promise<Taken> {
    const settingsText = JSON.stringify(settings)
    const standing = this.#connections.get(siteId)
    if (standing?.settingsText === settingsText) return standing.connection.take()
    if (standing) await this.#hangUp(siteId)
    const connection = openMqttMeter(settings)
    this.#connections.set(siteId, { settingsText, connection })
    return connection.take()
  }

  async #hangUp(siteId: number): Promise<void> {
    const standing = this.#connections.get(siteId)
    this.#connections.delete(siteId)
    await standing?.connection.close()
  }
}

/** Adds what samples tell to the quarter-hours, in one commit with the sample they end with: none counts twice. */
async function keepSamples(
  database: Database,
  meter: SiteMeterRecord,
  intervalMs: number,
  { samples, problem }: Taken,
  nowMs: number,
): Promise<void> {
  let last = lastSampleOf(meter)
  const parts: MeterQuarter[] = []
  for (const sample of samples) {
    if (last && sample.atMs <= last.atMs) continue
    if (last) parts.push(...quartersBetween(last, sample, intervalMs))
    last = sample
  }
  const silentMs = last ? nowMs - last.atMs : 0
  const silence =
    silentMs > 3 * intervalMs ? `Nothing was heard of it for ${Math.round(silentMs / 60_000)} minutes` : undefined
  const said = problem ?? silence
  if (!samples.length && said === meter.lastProblem) return
  await database.$transaction(async (rows) => {
    await addMeterQuarters(rows, meter.siteId, parts)
    await noteSiteMeter(rows, meter.siteId, { ...(last ? { last: columnsOf(last) } : {}), problem: said })
  })
}

function columnsOf(sample: MeterSample) {
  return 'watts' in sample ? sample : { atMs: sample.atMs, energyWh: sample.counterWh }
}

function lastSampleOf({ lastReadAtMs, lastWatts, lastEnergyWh }: SiteMeterRecord): MeterSample | undefined {
  if (lastReadAtMs === undefined) return undefined
  if (lastWatts !== undefined) return { atMs: lastReadAtMs, watts: lastWatts }
  return lastEnergyWh === undefined ? undefined : { atMs: lastReadAtMs, counterWh: lastEnergyWh }
}

function openMeter(
  secrets: Pick<Secrets, 'decrypt'>,
  { kind, settings, secrets: encrypted }: SiteMeterRecord,
): { ok: true; settings: MeterSettings } | { ok: false; reason: string } {
  const opened = openSecretFields(secrets, encrypted)
  if (!opened) {
    return { ok: false, reason: 'Its secret cannot be read: was DAVYLAMP_SECRET changed? Type it in again' }
  }
  const checked = meterSettings.safeParse({ ...settings, ...opened, kind })
  if (checked.success) return { ok: true, settings: checked.data }
  return { ok: false, reason: `Its settings are not complete: ${checked.error.issues[0]?.message}` }
}
