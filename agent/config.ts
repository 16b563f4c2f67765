import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { POLL_TIMEOUT_MS } from '#lib/domain/limits'
import { meterShapes, plugOf, sharePlug } from '#lib/wire/meter-schema'
import { discoverySetting } from './discovery/discovery-settings'

const target = z.strictObject({
  /** `http://host:port`, `tcp://host:port`, `host[:port]`, or `gpu` or `cpu` for this machine's own sensors. */
  address: z.string().min(1),
  /** The family of miner, where it should not be found out. */
  miner: z.string().optional(),
  user: z.string().optional(),
  passwordFile: z.string().optional(),
  tokenFile: z.string().optional(),
})

const meterLogin = { user: z.string().optional(), passwordFile: z.string().optional() }
const meter = z.discriminatedUnion('kind', [
  meterShapes.shelly.extend(meterLogin),
  meterShapes.tasmota.extend(meterLogin),
  meterShapes.mqtt.extend(meterLogin),
])

const rig = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  /** Instead of the machine's MAC or serial. */
  key: z.string().min(1).max(100).optional(),
  intervalSeconds: z.number().min(1).max(3600).optional(),
  targets: z.array(target).min(1),
  /** Between the rig and the wall; what it tells stands before the miner's own watts. */
  meter: meter.optional(),
})

/** What one plug draws cannot be told apart by rigs. */
function eachItsOwnPlug(rigs: z.output<typeof rig>[], context: z.RefinementCtx): void {
  const plugs = rigs.map(({ meter }) => meter && plugOf(meter))
  for (const [index, plug] of plugs.entries()) {
    if (plug === undefined) continue
    const first = plugs.findIndex((other) => other !== undefined && sharePlug(other, plug))
    if (first === index) continue
    const message = `the same meter as rigs[${first}]: what one plug draws cannot be split between rigs. Leave the meter out and correct their power in the app`
    context.addIssue({ code: 'custom', path: [index, 'meter'], message })
  }
}

const configFile = z.strictObject({
  server: z.url({ protocol: /^https?$/ }),
  tokenFile: z.string().default('token'),
  name: z.string().min(1).max(100).optional(),
  rigs: z.array(rig).default([]).superRefine(eachItsOwnPlug),
  /** Look for miners and sensors of this machine; on unless rigs are listed. */
  thisMachine: z.boolean().optional(),
  /** Poll what the owner types into the app. */
  acceptTargets: z.boolean().default(true),
  /** Look for miners in this machine's own networks when the owner asks for it in the app. */
  discovery: discoverySetting.default(false),
  spoolMegabytes: z.number().min(1).max(1_000_000).default(256),
  timeoutSeconds: z
    .number()
    .min(0.1)
    .max(60)
    .default(POLL_TIMEOUT_MS / 1_000),
})

export type TargetConfig = z.infer<typeof target>
export type MeterConfig = z.infer<typeof meter>
export type RigConfig = z.infer<typeof rig>
export type AgentConfig = Omit<z.infer<typeof configFile>, 'tokenFile' | 'thisMachine'> & {
  token: string
  thisMachine: boolean
  /** Where the file lies; other files it names are relative to it. */
  folder: string
}

export type ConfigResult = { ok: true; config: AgentConfig } | { ok: false; problem: string }

/** Reads and checks an agent's configuration file. The problem is a sentence with the remedy; it never repeats a secret. */
export function readConfig(file: string): ConfigResult {
  if (!existsSync(file)) {
    return {
      ok: false,
      problem: `There is no configuration at ${file}. "Add rig" in the app gives a command that writes one.`,
    }
  }
  let written: unknown
  try {
    written = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return { ok: false, problem: `${file} is not valid JSON: ${error instanceof Error ? error.message : error}` }
  }
  const parsed = configFile.safeParse(written)
  if (!parsed.success) return { ok: false, problem: `${file} cannot be used:\n${z.prettifyError(parsed.error)}` }
  const { tokenFile, thisMachine, ...rest } = parsed.data
  const folder = dirname(resolve(file))
  const token = readSecretFile(resolve(folder, tokenFile))
  if (!token.ok) return token
  return {
    ok: true,
    config: { ...rest, token: token.secret, thisMachine: thisMachine ?? rest.rigs.length === 0, folder },
  }
}

/** A secret kept alone in a file. */
export function readSecretFile(file: string): { ok: true; secret: string } | { ok: false; problem: string } {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    return secret ? { ok: true, secret } : { ok: false, problem: `The secret file ${file} is empty.` }
  } catch {
    return {
      ok: false,
      problem: `The secret file ${file} cannot be read: create it with mode 0600 and the secret alone in it.`,
    }
  }
}
