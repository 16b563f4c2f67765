/** `14:00 to 15:00` at a place; where clocks go back, which of the two is told by its offset. */
export function hourInWords(hourMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
  return `${format.format(hourMs)} to ${format.format(hourMs + 3_600_000)}`
}

/** `14:15 to 14:30`. */
export function quarterInWords(quarterMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
  return `${format.format(quarterMs)} to ${format.format(quarterMs + 900_000)}`
}

/** `27 Nov 2026, 14:00 to 15:00`. */
export function hourOfDayInWords(hourMs: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone })
  return `${day.format(hourMs)}, ${hourInWords(hourMs, timeZone)}`
}
