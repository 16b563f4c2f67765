import { plainText } from '#lib/domain/plain-text'

export type LogLevel = 'info' | 'warn' | 'error'

/** One line to a person; the message never holds a secret. */
export type Log = (level: LogLevel, message: string) => void

/** Writes lines to standard error. The same line again within a minute is counted instead of repeated. */
export function lineLog(write: (line: string) => void, now: () => number = Date.now): Log {
  const recent = new Map<string, { atMs: number; repeats: number }>()
  return (level, said) => {
    // A machine's own words may be in it.
    const message = plainText(said, 2_000)
    const atMs = now()
    const last = recent.get(message)
    if (last && atMs - last.atMs < 60_000) {
      last.repeats++
      return
    }
    if (recent.size > 500) recent.clear()
    recent.set(message, { atMs, repeats: 0 })
    const again = last && last.repeats > 0 ? ` (${last.repeats} times more since)` : ''
    write(`${new Date(atMs).toISOString()} ${level === 'info' ? '' : `${level}: `}${message}${again}\n`)
  }
}
