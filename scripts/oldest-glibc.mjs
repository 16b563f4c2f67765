import { readFileSync } from 'node:fs'

/**
 * The oldest GNU C library that a Linux executable runs with, such as `2.28`: the highest version its dynamic symbols ask
 * for. Versions stand in the file as strings of their own (`readelf --version-info` shows the same).
 */
export function oldestGlibc(file) {
  const versions = [
    ...readFileSync(file)
      .toString('latin1')
      .matchAll(/\0GLIBC_(\d+\.\d+)(?:\.\d+)?(?=\0)/g),
  ]
  const newest = versions
    .map(([, version]) => version)
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1)
  if (newest === undefined) throw new Error(`${file} names no version of glibc`)
  return newest
}
