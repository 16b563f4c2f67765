import type { MachineFacts } from '#lib/domain/wall-power'

/**
 * The machine that a miner's own words mean, or undefined. Makers' names, sizes (`-104T`), versions (`_VE40`) and
 * punctuation are set aside; `M30S+` stays apart from `M30S`, and `S19 Pro Hyd.` from `S19 Pro`. Of several sizes of one
 * model the one whose nominal hash rate is nearest is taken; without a hash rate only an only one. When no model is told,
 * the family's own name is tried.
 */
export function matchMachine(
  machines: readonly MachineFacts[],
  minerName: string,
  model?: string,
  hashesPerSecond?: number,
): MachineFacts | undefined {
  const wanted = coreOf(model ?? minerName)
  if (wanted === '') return undefined
  const candidates = machines.filter(
    ({ model: own, aliases = [] }) => coreOf(own) === wanted || aliases.some((alias) => coreOf(alias) === wanted),
  )
  if (candidates.length < 2) return candidates[0]
  const size = sizeIn(model ?? '') ?? hashesPerSecond
  if (size === undefined || size <= 0) return undefined
  return candidates.reduce((best, machine) => (distance(machine, size) < distance(best, size) ? machine : best))
}

const MAKERS =
  /\b(?:bitmain|antminer|microbt|whatsminer|canaan|avalonminer|avalon|innosilicon|goldshell|iceriver|jasminer|bitdeer|auradine|elphapex|volcminer)\b/g

const cores = new Map<string, string>()
const CORES_REMEMBERED = 2000

/** What is left of a model's name when everything that differs between spellings is gone. */
function coreOf(model: string): string {
  const known = cores.get(model)
  if (known !== undefined) return known
  const core = stripped(model)
  if (cores.size < CORES_REMEMBERED) cores.set(model, core)
  return core
}

function stripped(model: string): string {
  return model
    .toLowerCase()
    .replace(MAKERS, ' ')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[_-]v[a-z]?\d+\b/g, ' ')
    .replace(SIZE, ' ')
    .replace(/\bhydro?(?:\b|(?=[^a-z]))/g, ' hyd ')
    .replace(/\bhyd\.?/g, ' hyd ')
    .replace(/\+/g, ' plus ')
    .replace(/[^a-z0-9]+/g, '')
}

const SIZE = /[\s\-_(]*\b(\d+(?:\.\d+)?)\s*(k|m|g|t|p)(?:h|h\/s|sol|sol\/s)?\b/g

const FACTORS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 }

function sizeIn(model: string): number | undefined {
  for (const [, number, prefix] of model.toLowerCase().matchAll(SIZE)) {
    const factor = FACTORS[prefix ?? '']
    if (factor !== undefined) return Number(number) * factor
  }
  return undefined
}

function distance(machine: MachineFacts, hashesPerSecond: number): number {
  return Math.abs(machine.nominalHashesPerSecond - hashesPerSecond)
}
