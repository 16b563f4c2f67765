import { getJson } from './http-json'
import { isObject, type JsonObject } from './lenient'
import { describeTarget, type MinerRead, type MinerReading, type Target } from './miner-reader'

/** One family's way over HTTP: where it answers, what no other family's answer has, and what the answer means. */
export type HttpFamily = {
  /** As its users write it, for the sentence that says what does not answer. */
  label: string
  /** Asked in turn until one answers as this family does. */
  paths: readonly string[]
  isReply(json: JsonObject): boolean
  reading(json: JsonObject): MinerReading
}

/** Reads one document. A path that gives anything else makes way for the next one; a refusal or silence ends it. */
export async function readHttpFamily(family: HttpFamily, target: Target): Promise<MinerRead> {
  for (const path of family.paths) {
    const reply = await getJson(target, path)
    if (!reply.ok && reply.failure !== 'not-this-miner') return reply
    if (reply.ok && isObject(reply.json) && family.isReply(reply.json)) {
      return { ok: true, reading: family.reading(reply.json) }
    }
  }
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} does not answer as ${family.label} does` }
}
