/** `07:30` of minutes after midnight, as a time field has it. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Minutes after midnight of `07:30`; NaN for what is no time. */
export function minuteOf(text: string): number {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)(?::\d\d)?$/.exec(text.trim()) ?? []
  return hours === undefined || minutes === undefined ? Number.NaN : Number(hours) * 60 + Number(minutes)
}

export const WEEKDAYS = [
  { value: 1, name: 'Monday', short: 'Mon' },
  { value: 2, name: 'Tuesday', short: 'Tue' },
  { value: 3, name: 'Wednesday', short: 'Wed' },
  { value: 4, name: 'Thursday', short: 'Thu' },
  { value: 5, name: 'Friday', short: 'Fri' },
  { value: 6, name: 'Saturday', short: 'Sat' },
  { value: 7, name: 'Sunday', short: 'Sun' },
] as const

/** `Mon to Fri, 22:00 to 06:00 on the next day`. */
export function windowWords(days: number[], fromMinute: number, toMinute: number): string {
  const nextDay = toMinute <= fromMinute ? ' on the next day' : ''
  return `${daysWords(days)}, ${clockText(fromMinute)} to ${clockText(toMinute)}${nextDay}`
}

function daysWords(days: number[]): string {
  const sorted = [...new Set(days)].sort((one, other) => one - other)
  const names = sorted.map((day) => WEEKDAYS.find(({ value }) => value === day)?.short ?? '')
  if (sorted.length === 7) return 'every day'
  const unbroken = sorted.every((day, index) => index === 0 || day === (sorted[index - 1] ?? 0) + 1)
  return unbroken && sorted.length > 2 ? `${names[0]} to ${names.at(-1)}` : names.join(', ')
}
