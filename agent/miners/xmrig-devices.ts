import type { DeviceReport } from '#lib/domain/reading'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  hashesPerSecondFrom,
  highest,
  indexFrom,
  type JsonObject,
  listFrom,
  megahertzFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  textFrom,
  totalOfAll,
  wattsFrom,
} from './lenient'

/** Windows of 10 s, 60 s and 15 min, each `null` until it has filled. */
export function nearestMinute(windows: unknown[]): number | undefined {
  return hashesPerSecondFrom(windows[1]) ?? hashesPerSecondFrom(windows[0]) ?? hashesPerSecondFrom(windows[2])
}

/**
 * What XMRig and its forks mine on: cards from `/2/backends`; in xmrig-amd and xmrig-nvidia from `threads` and `health` of the summary, in
 * WildRig from `threads` and `hwmon`; else the CPU alone, with the rate of the whole.
 */
export function xmrigDevices(
  summary: JsonObject,
  backends: JsonObject[],
  algorithm: string,
  hashesPerSecond: number | undefined,
): DeviceReport[] {
  const cards = backends.filter(isCardBackend).flatMap((backend) => cardsOf(backend, algorithm))
  if (cards.length > 0) {
    const cpu = backends.find(
      (backend) => textFrom(backend.type) === 'cpu' && positiveFrom(listFrom(backend.hashrate)[0]),
    )
    const rate = cpu && nearestMinute(listFrom(cpu.hashrate))
    const sensors = sensorsOf(summary)
    const sensed =
      sensors.length === cards.length ? cards.map((card, place) => compact({ ...sensors[place], ...card })) : cards
    return cpu ? [...sensed, cpuOf(summary, algorithm, rate, cards.length)] : sensed
  }
  if (backends.some((backend) => isCardBackend(backend) && positiveFrom(listFrom(backend.hashrate)[0]))) return []
  const kind = textFrom(summary.kind)
  if (/nvidia|amd|opencl|cuda/i.test(kind ?? '') || 'hwmon' in summary || objectsFrom(summary.health).length > 0) {
    return cardsInSummary(summary, algorithm)
  }
  // A kind that cannot be read may be that of cards.
  const maybeCards = kind === undefined && 'kind' in summary
  return objectFrom(summary.cpu) && !maybeCards ? [cpuOf(summary, algorithm, hashesPerSecond, 0)] : []
}

function cpuOf(
  summary: JsonObject,
  algorithm: string,
  hashesPerSecond: number | undefined,
  index: number,
): DeviceReport {
  return compact({
    index,
    kind: 'cpu' as const,
    name: textFrom(objectFrom(summary.cpu)?.brand),
    work: [compact({ algorithm, hashesPerSecond })],
  })
}

function isCardBackend(backend: JsonObject): boolean {
  if (/cuda|opencl/i.test(textFrom(backend.type) ?? '')) return true
  return backend.type !== 'cpu' && objectsFrom(backend.threads).some((thread) => 'bus_id' in thread)
}

/** One device a card, though several threads may run on it. */
function cardsOf(backend: JsonObject, algorithm: string): DeviceReport[] {
  const byCard = new Map<string, JsonObject[]>()
  let isSure = true
  for (const told of listFrom(backend.threads)) {
    const thread = objectFrom(told) ?? {}
    const card = busIdFrom(thread.bus_id) ?? indexFrom(thread.index)?.toString()
    if (card === undefined) isSure = false
    else byCard.set(card, [...(byCard.get(card) ?? []), thread])
  }
  return [...byCard.values()].flatMap((threads, position) => {
    const [thread] = threads
    if (!thread) return []
    const health = objectFrom(thread.health) ?? {}
    return [
      compact({
        index: indexFrom(thread.index) ?? position,
        kind: 'gpu' as const,
        name: textFrom(thread.name),
        busId: busIdFrom(thread.bus_id),
        work: [
          compact({
            algorithm,
            // A thread that does not say whose it is may be any card's.
            hashesPerSecond: isSure
              ? totalOfAll(threads.map((each) => nearestMinute(listFrom(each.hashrate))))
              : undefined,
          }),
        ],
        temperatureCelsius: celsiusFrom(health.temperature),
        frequencyMegahertz: megahertzFrom(health.clock),
        fanPercent: highest(listFrom(health.fan_speed).map(percentFrom)),
        powerWatts: wattsFrom(health.power),
      }),
    ]
  })
}

/** One row of sensors a card, and a rate for each only where there are as many threads as cards. */
function cardsInSummary(summary: JsonObject, algorithm: string): DeviceReport[] {
  const threads = listFrom(objectFrom(summary.hashrate)?.threads).map((windows) => nearestMinute(listFrom(windows)))
  const sensors = sensorsOf(summary)
  const count = Math.max(sensors.length, sensors.length === 0 ? threads.length : 0)
  const perCard = threads.length === count ? threads : []
  return Array.from({ length: count }, (_, index) =>
    compact({
      index,
      kind: 'gpu' as const,
      ...sensors[index],
      work: [compact({ algorithm, hashesPerSecond: perCard[index] })],
    }),
  )
}

function sensorsOf(summary: JsonObject): Partial<DeviceReport>[] {
  const health = listFrom(summary.health)
  if (health.length > 0) {
    return health.map(objectFrom).map((card = {}) => ({
      name: textFrom(card.name),
      busId: busIdFrom(card.bus_id),
      temperatureCelsius: celsiusFrom(card.temp),
      frequencyMegahertz: megahertzFrom(card.clock),
      fanPercent: percentFrom(card.fan),
      powerWatts: wattsFrom(card.power),
    }))
  }
  const hwmon = objectFrom(summary.hwmon) ?? {}
  const list = (field: string) => listFrom(hwmon[field])
  return list('busID').map((bus, position) => ({
    busId: busIdFrom(numberFrom(bus)),
    temperatureCelsius: celsiusFrom(list('temp')[position]),
    frequencyMegahertz: megahertzFrom(list('cclk')[position]),
    fanPercent: percentFrom(list('fan')[position]),
    powerWatts: wattsFrom(list('power')[position]),
  }))
}
