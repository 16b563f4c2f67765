import type { Rows } from './rows.ts'

/** A setting's value from `fromMs` (epoch ms) until its next row. The value is whatever JSON was saved. */
export type DatedSetting = { name: string; fromMs: number; value: unknown }

/** Every row of the settings whose names begin with `prefix` (a whole name finds itself), by name, then oldest first. */
export async function settingsBeginningWith(rows: Rows, prefix: string): Promise<DatedSetting[]> {
  const found = await rows.setting.findMany({
    where: { name: { startsWith: prefix } },
    orderBy: [{ name: 'asc' }, { fromMs: 'asc' }],
  })
  return found.map(({ name, fromMs, value }) => ({ name, fromMs: Number(fromMs), value: JSON.parse(value) }))
}

/** Every row of one setting, oldest first. */
export async function datedSetting(rows: Rows, name: string): Promise<DatedSetting[]> {
  return (await settingsBeginningWith(rows, name)).filter((row) => row.name === name)
}

/** Lets a setting speak from `fromMs` on, replacing what was said from the same moment on. */
export async function saveSetting(rows: Rows, name: string, fromMs: number, value: unknown): Promise<void> {
  const key = { name, fromMs: BigInt(fromMs) }
  const text = JSON.stringify(value)
  await rows.setting.upsert({ where: { name_fromMs: key }, create: { ...key, value: text }, update: { value: text } })
}

/** Replaces the whole history of a setting by one value that always was true. */
export async function replaceSetting(rows: Rows, name: string, fromMs: number, value: unknown): Promise<void> {
  await removeSetting(rows, name)
  await saveSetting(rows, name, fromMs, value)
}

/** Forgets a setting and all of its history. */
export async function removeSetting(rows: Rows, name: string): Promise<void> {
  await rows.setting.deleteMany({ where: { name } })
}
