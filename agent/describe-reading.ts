import {
  formatDuration,
  formatHashRate,
  formatPercent,
  formatPower,
  formatTemperature,
  UNKNOWN,
} from '#lib/domain/format'
import { plainText } from '#lib/domain/plain-text'
import type { DeviceReport, Reading } from '#lib/domain/reading'

/** A reading in lines for people. */
export function describeReading(reading: Reading): string {
  const { miner } = reading
  const lines: [string, string][] = [
    ['miner', [miner.model, miner.name, miner.version].filter((part) => part !== undefined).join(' · ')],
    ['state', reading.state],
    ...reading.work.map((work): [string, string] => [
      'work',
      [
        work.algorithm,
        work.hashesPerSecond === undefined ? UNKNOWN : formatHashRate(work.hashesPerSecond, work.algorithm),
        ...(work.shares?.accepted === undefined ? [] : [`${work.shares.accepted} accepted`]),
        ...(work.shares?.rejected === undefined ? [] : [`${work.shares.rejected} rejected`]),
        ...(work.pool?.url === undefined ? [] : [work.pool.url]),
      ].join(' · '),
    ]),
    [
      'power',
      reading.powerWatts === undefined ? UNKNOWN : `${formatPower(reading.powerWatts)} (${reading.powerSource})`,
    ],
    ...(reading.devices ?? []).map((device): [string, string] => [`${device.kind} ${device.index}`, describe(device)]),
    ...(reading.fans ?? []).map((fan, index): [string, string] => [
      `fan ${index}`,
      [
        ...(fan.rpm === undefined ? [] : [`${fan.rpm} rpm`]),
        ...(fan.percent === undefined ? [] : [formatPercent(fan.percent / 100)]),
      ].join(' · '),
    ]),
    ...(miner.uptimeSeconds === undefined
      ? []
      : [['up', formatDuration(miner.uptimeSeconds * 1000)] satisfies [string, string]]),
    ...(reading.errors ?? []).map((error): [string, string] => [
      'error',
      [error.code, error.text].filter(Boolean).join(' '),
    ]),
  ]
  return lines.map(([name, value]) => `${name.padEnd(9)} ${plainText(value, 500)}`).join('\n')
}

function describe(device: DeviceReport): string {
  const work = (device.work ?? []).flatMap(({ algorithm, hashesPerSecond }) =>
    hashesPerSecond === undefined ? [] : [formatHashRate(hashesPerSecond, algorithm)],
  )
  const parts = [
    device.name,
    ...work,
    device.temperatureCelsius === undefined ? undefined : formatTemperature(device.temperatureCelsius),
    device.memoryCelsius === undefined ? undefined : `memory ${formatTemperature(device.memoryCelsius)}`,
    device.powerWatts === undefined ? undefined : formatPower(device.powerWatts),
    device.fanPercent === undefined ? undefined : `fan ${formatPercent(device.fanPercent / 100)}`,
  ]
  return parts.filter((part) => part !== undefined).join(' · ') || UNKNOWN
}
