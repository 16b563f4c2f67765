import { isObject, type JsonObject, numberFrom, objectFrom, objectsFrom, textFrom } from '../lenient'
import type { ReadCommand } from './protocol'

/** What a machine answered, one whole reply a command. */
export type Replies = { [command in ReadCommand]?: JsonObject }

/** The rows of one section, whatever command brought it: `SUMMARY`, `STATS`, `DEVS`, `POOLS`, … */
export function rowsOf(replies: Replies, section: string): JsonObject[] {
  for (const [command, reply] of Object.entries(replies)) {
    const rows =
      section in reply ? reply[section] : (rowsInMessage(command, reply, section) ?? numberedRows(reply, section))
    if (isObject(rows)) return [rows]
    const list = objectsFrom(rows)
    if (list.length > 0) return list
  }
  return []
}

/** MicroBT's newer firmware puts into `Msg` what stood in a section of its own: `"Msg":{"Elapsed":…,"MHS 1m":…}` for the summary. */
function rowsInMessage(command: string, reply: JsonObject, section: string): unknown {
  const message = messageOf(reply)
  if (section in message) return message[section]
  return section === 'SUMMARY' && command === 'summary' && 'Elapsed' in message ? message : undefined
}

/** Some firmwares give every row a section of its own: `STATS0`, `STATS1`, `POOL0`, `POOL1`. */
function numberedRows(reply: JsonObject, section: string): JsonObject[] {
  const name = new RegExp(`^${section.replace(/S$/, 'S?')}\\d+$`)
  return Object.entries(reply).flatMap(([key, rows]) => (name.test(key) ? objectsFrom(rows) : []))
}

export function summaryOf(replies: Replies): JsonObject {
  return rowsOf(replies, 'SUMMARY')[0] ?? {}
}

/** All rows of `stats` in one: identity first, figures after; where they repeat a key the later row wins. */
export function statsOf(replies: Replies): JsonObject {
  return Object.assign({}, ...rowsOf(replies, 'STATS').filter((row) => !/^POOL/.test(textFrom(row.ID) ?? '')))
}

/** `Msg` of a WhatsMiner reply, which holds the content there. */
export function messageOf(reply: JsonObject | undefined): JsonObject {
  return objectFrom(reply?.Msg) ?? {}
}

/** `STATUS` of a reply: a list of one in cgminer, the letter itself in BTMiner. */
export function statusOf(reply: JsonObject | undefined): {
  letter?: string
  message?: string
  description?: string
  when?: number
} {
  const status = objectsFrom(reply?.STATUS)[0] ?? (isObject(reply?.STATUS) ? reply?.STATUS : reply)
  return {
    letter: textFrom(status?.STATUS)?.toUpperCase(),
    message: textFrom(status?.Msg),
    description: textFrom(status?.Description),
    when: numberFrom(status?.When),
  }
}

/** Whether a document is an answer of this API at all, be it a refusal. */
export function isCgminerReply(json: unknown): json is JsonObject {
  if (!isObject(json)) return false
  const { letter } = statusOf(json)
  return letter !== undefined && /^[SIWEF]$/.test(letter)
}

/** Whether the machine did what it was asked. */
export function answered(reply: JsonObject | undefined): boolean {
  const { letter } = statusOf(reply)
  return reply !== undefined && letter !== 'E' && letter !== 'F'
}

/** Every text by which software names itself in its replies, for telling dialects apart. */
export function selfDescription(replies: Replies): string {
  const words: string[] = []
  for (const reply of Object.values(replies))
    words.push(statusOf(reply).description ?? '', statusOf(reply).message ?? '')
  for (const row of [...rowsOf(replies, 'VERSION'), statsOf(replies), messageOf(replies.version)]) {
    for (const [key, value] of Object.entries(row)) {
      if (/^(Type|Miner|CompileTime|PROD|MODEL|Model|fw_ver|platform)$/.test(key)) words.push(textFrom(value) ?? '')
      if (/miner|^BOS|^LUX/i.test(key)) words.push(key)
    }
  }
  return words.join(' ')
}
