import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { numberFrom, textFrom } from '../miners/lenient'

/** A file of one value under `/sys`; absent when it is not there or the driver refuses to tell just now. */
export async function sysfsText(...path: string[]): Promise<string | undefined> {
  try {
    return textFrom(await readFile(join(...path), 'utf8'))
  } catch {
    return undefined
  }
}

/** The value divided by its scale: 1000 for milli-, 1e6 for micro-. */
export async function sysfsNumber(scale: number, ...path: string[]): Promise<number | undefined> {
  const number = numberFrom(await sysfsText(...path))
  return number === undefined ? undefined : number / scale
}

/** Names in a folder in natural order; none when it is not there. */
export async function sysfsNames(...path: string[]): Promise<string[]> {
  try {
    const names = await readdir(join(...path))
    return names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  } catch {
    return []
  }
}
