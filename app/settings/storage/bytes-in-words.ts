const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Bytes with three digits at most: `1.4 GB`. */
export function bytesInWords(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}
