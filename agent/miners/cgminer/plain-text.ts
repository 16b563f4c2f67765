import type { JsonObject } from '../lenient'
import { CUT_OFF } from './cut-off'

/** The section that a record belongs to, by the name of its first field (`ASC=0,…`, `POOL=0,…`); others stand in their own (`SUMMARY,…`). */
const SECTIONS: { [firstField: string]: string } = {
  ASC: 'DEVS',
  PGA: 'DEVS',
  GPU: 'DEVS',
  CPU: 'DEVS',
  DEV: 'DEVS',
  POOL: 'POOLS',
}

/**
 * cgminer's older manner, without JSON: records parted by `|`, fields by `,`, names by `=`, as in
 * `STATUS=S,When=…,Msg=Summary|SUMMARY,Elapsed=44,MHS av=1.5,…|`. Answers what the same reply would be in JSON, all values as text.
 */
export function parsePlainText(text: string): JsonObject | undefined {
  if (!/^STATUS=[SIWEF],/.test(text)) return undefined
  const sections = new Map<string, JsonObject[]>()
  const records = split(text, '|')
  // Every record ends with its bar: what stands after the last one broke off, within its last field as a rule.
  const brokenOff = records.at(-1) !== ''
  for (const [position, record] of records.entries()) {
    const whole = split(record, ',')
    const cut = brokenOff && position === records.length - 1
    const fields = cut ? whole.slice(0, -1) : whole
    const first = fields[0] ?? ''
    if (first === '') continue
    const section = first.includes('=') ? sectionOf(first.slice(0, first.indexOf('='))) : first
    const row: JsonObject = cut ? { [CUT_OFF]: true } : {}
    for (const field of fields) {
      const at = field.indexOf('=')
      if (at > 0) row[unescaped(field.slice(0, at))] = unescaped(field.slice(at + 1))
    }
    sections.set(section, [...(sections.get(section) ?? []), row])
  }
  return Object.fromEntries(sections)
}

function sectionOf(firstField: string): string {
  // The first record of `stats` names the software: `CGMiner=4.10.0,Miner=…,Type=Antminer L3+`.
  return SECTIONS[firstField] ?? (/miner$/i.test(firstField) ? 'STATS' : firstField)
}

/** Parts a text at what stands neither after a backslash nor within brackets: Canaan's `SYSTEMSTATU[Work: In Work, Hash Board: 3 ]`. */
function split(text: string, separator: string): string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\\') part += char + text.charAt(++at)
    else if (char === separator && (depth === 0 || separator === '|')) {
      parts.push(part)
      part = ''
      depth = 0
    } else {
      if (char === '[') depth++
      else if (char === ']') depth = Math.max(0, depth - 1)
      part += char
    }
  }
  return [...parts, part]
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1')
}
