import { z } from 'zod'
import type { Reading } from '#lib/domain/reading'

export type Door = { url: string; key: string }

const rigList = z.object({ rigs: z.array(z.object({ id: z.number(), key: z.string(), name: z.string() })) })
const page = z.object({
  readings: z.array(z.custom<Reading>((value) => typeof value === 'object' && value !== null && 'at' in value)),
  nextCursor: z.string().optional(),
})

/** The text behind an address that wants a key. Throws with the status where it is refused. */
export async function ask({ url, key }: Door, path: string): Promise<string> {
  const response = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${key}` } })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`)
  return text
}

export async function listRigs(door: Door): Promise<{ id: number; key: string; name: string }[]> {
  return rigList.parse(JSON.parse(await ask(door, '/api/v1/rigs'))).rigs
}

/** Every reading of a rig, page by page. */
export async function storedReadings(door: Door, rigKey: string): Promise<Reading[]> {
  const rig = (await listRigs(door)).find(({ key }) => key === rigKey)
  if (!rig) throw new Error(`there is no rig ${rigKey}`)
  const toMs = Date.now() + 600_000
  const readings: Reading[] = []
  let cursor = ''
  for (;;) {
    const path = `/api/v1/rigs/${rig.id}/readings?from=${toMs - 86_400_000}&to=${toMs}${cursor}`
    const found = page.parse(JSON.parse(await ask(door, path)))
    readings.push(...found.readings)
    if (found.nextCursor === undefined) return readings
    cursor = `&cursor=${found.nextCursor}`
  }
}

/** The figure of one line of `/metrics`; 0 where there is no such line, as for Prometheus' own `or vector(0)`. */
export async function metric(door: Door, series: string): Promise<number> {
  const line = (await ask(door, '/metrics')).split('\n').find((candidate) => candidate.startsWith(`${series} `))
  return line === undefined ? 0 : Number(line.slice(series.length + 1))
}
