import type { Reading } from '#lib/domain/reading'

/** A reading as lines of the InfluxDB protocol, times in milliseconds: every figure it has that a time-series database would keep. */
export function linesOf(
  rigId: number,
  { at, work: [whole], devices, powerWatts }: Omit<Reading, 'state' | 'miner'>,
): string[] {
  const gpus = (devices ?? []).map((device) =>
    line(`gpu,rig=${rigId},device=${device.index}`, at, {
      hash: device.work?.[0]?.hashesPerSecond,
      temp: device.temperatureCelsius,
      memory: device.memoryCelsius,
      power: device.powerWatts,
      fan: device.fanPercent ?? device.fanRpm,
    }),
  )
  const rig = line(`rig,rig=${rigId}`, at, { hash: whole?.hashesPerSecond, power: powerWatts, ...whole?.shares })
  return [...gpus, rig]
}

function line(series: string, atMs: number, figures: { [name: string]: number | undefined }): string {
  const told = Object.entries(figures).flatMap(([name, figure]) => (figure === undefined ? [] : [`${name}=${figure}`]))
  return `${series} ${told.join(',')} ${atMs}`
}
