import type { MachineError } from '#lib/domain/reading'
import { compact, isObject, listFrom, numberFrom, textFrom } from '../lenient'
import type { MinerReading } from '../miner-reader'

export const WHATSMINER_ALGORITHM = 'sha256d'

export function whatsminerModel(type: string | undefined): string | undefined {
  return type && (/whatsminer/i.test(type) ? type : `Whatsminer ${type}`)
}

/** By MicroBT's naming: M33, M53, M63 are hydro, M36, M56, M66 immersion. */
export function coolingByModel(model: string | undefined): MinerReading['cooling'] {
  const digit = /\bM\d(\d)/i.exec(model ?? '')?.[1]
  if (digit === '3') return 'hydro'
  return digit === '6' ? 'immersion' : undefined
}

/**
 * Error codes as any firmware lists them: bare (`["218"]`, `[541]`), with their time (`{ "218": "2024-06-15 10:30:00" }`), with a
 * `reason` beside them (API 3), or with the reason in the time's place. The times are of no zone and are left away.
 */
export function listedErrors(listed: unknown): MachineError[] {
  const errors = new Map<string, MachineError>()
  // One that cannot read its own list says so in words: "btminer process is down err".
  const words = typeof listed === 'string' && /[a-z]{3}/i.test(listed) ? listed.trim().slice(0, 500) : undefined
  if (words !== undefined) return [{ text: words }]
  for (const entry of isObject(listed) ? [listed] : listFrom(listed)) {
    if (isObject(entry)) {
      for (const [code, value] of Object.entries(entry)) {
        if (isCode(code)) errors.set(code, compact({ code, text: reasonFrom(value) ?? textFrom(entry.reason) }))
      }
    } else {
      const code = textFrom(entry)
      if (code && isCode(code)) errors.set(code, { code })
    }
  }
  return [...errors.values()]
}

function isCode(text: string): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) !== 0
}

function reasonFrom(value: unknown): string | undefined {
  const text = textFrom(value)
  return text && /[a-z]{3}/i.test(text) && numberFrom(text) === undefined && !/^\d{4}-\d\d-\d\d/.test(text)
    ? text
    : undefined
}
