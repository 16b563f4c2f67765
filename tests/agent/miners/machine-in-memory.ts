import type { HttpAsk, HttpReply } from '#agent/miners/http-json'
import type { Target } from '#agent/miners/miner-reader'
import type { TextReply } from '#agent/miners/tcp-text'
import { nameOf, type Recording, textOf } from './play-recording'

/** A recorded machine without a socket, for tests that read it thousands of times: they put these in place of what asks over the network. */
export type MachineInMemory = { recording: Recording; mutate: (reply: string, ask: string) => string }

let machine: MachineInMemory | undefined

export const MEMORY_TARGET: Target = { host: '127.0.0.1', port: 1, timeoutMs: 100 }

export function machineIs(inMemory: MachineInMemory): void {
  machine = inMemory
}

const NOT_HERE = { ok: false, failure: 'not-this-miner', problem: '127.0.0.1 answers with something else' } as const

function answerTo(ask: string): { status: number; text: string } | undefined {
  const found = machine?.recording.exchanges.find((exchange) => exchange.ask === ask)
  if (!machine || !found) return undefined
  return { status: found.status ?? 200, text: machine.mutate(textOf(found.reply), ask) }
}

/** As `getJson`, without a login. */
export async function jsonInMemory(
  _target: Target,
  path: string,
  ask: HttpAsk = {},
  parse: (text: string) => unknown = JSON.parse,
): Promise<HttpReply> {
  const answer = answerTo(`${ask.method ?? 'GET'} ${path}`)
  if (!answer) return { ...NOT_HERE, status: 404 }
  if (answer.status === 401 || answer.status === 403) return { ...NOT_HERE, failure: 'denied' }
  const json = documentIn(answer.text, parse)
  return json === undefined ? NOT_HERE : { ok: true, status: answer.status, json: json.value }
}

/** As `askText`: every question of it answered, and what was cut off ends with the connection. */
export async function textInMemory(_target: Target, question: string): Promise<TextReply> {
  if (machine?.recording.transport === 'greeting') return { ok: true, text: answerTo('')?.text ?? '' }
  const questions = question
    .split('\n')
    .map((line) => line.trim().replace(/\|$/, ''))
    .filter((line) => line !== '')
  const texts = questions.map((line) => answerTo(nameOf(line))?.text)
  const text = texts.filter((answer) => answer !== undefined).join('\n')
  return text === '' ? NOT_HERE : { ok: true, text }
}

/** The document in a text, if the text is one. */
export function documentIn(
  text: string,
  parse: (text: string) => unknown = JSON.parse,
): { value: unknown } | undefined {
  try {
    return { value: parse(text) }
  } catch {
    return undefined
  }
}
