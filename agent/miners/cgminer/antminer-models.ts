import { textFrom } from '../lenient'

/** What a model hashes, and what its firmware means where it writes "GHS". */
export type AntminerModel = { algorithm: string; hashesPerUnit: (value: number) => number }

const KILO = 1e3
const MEGA = 1e6
const GIGA = 1e9
const always = (hashesPerUnit: number) => () => hashesPerUnit
/** Where builds of one model print different units, each figure by its size: no machine of the kind reaches, or is as slow as, the limit. */
const byFigure = (limit: number, below: number, above: number) => (value: number) => (value < limit ? below : above)

/**
 * By model name, first match wins. The label is "GHS" on all of them; the unit behind it is not (D3 and L3+ print MH/s; Z11 kSol/s or
 * Sol/s by firmware, one build both in one reply). Where a reply has `rate_unit`, that counts instead.
 */
const MODELS: [RegExp, AntminerModel][] = [
  [/VolcMiner/i, { algorithm: 'scrypt', hashesPerUnit: always(MEGA) }],
  [/\bD3\b/i, { algorithm: 'x11', hashesPerUnit: byFigure(200, GIGA, MEGA) }],
  [/(?<!Hammer )\bD\d{1,2}\b/i, { algorithm: 'x11', hashesPerUnit: byFigure(20_000, GIGA, MEGA) }],
  [/\bL([79]|\d\d)/i, { algorithm: 'scrypt', hashesPerUnit: byFigure(100, GIGA, MEGA) }],
  [/\bL\d|\bHammer D10/i, { algorithm: 'scrypt', hashesPerUnit: always(MEGA) }],
  [/\bZ\d/i, { algorithm: 'equihash', hashesPerUnit: byFigure(2_000, KILO, 1) }],
  [/\bE3\b/i, { algorithm: 'ethash', hashesPerUnit: always(MEGA) }],
  [/\bE\d/i, { algorithm: 'etchash', hashesPerUnit: byFigure(20, GIGA, MEGA) }],
  [/\bX3\b/i, { algorithm: 'cryptonight', hashesPerUnit: byFigure(2_000, KILO, 1) }],
  [/\bX\d/i, { algorithm: 'randomx', hashesPerUnit: byFigure(10_000, KILO, 1) }],
  [/\bKS\d/i, { algorithm: 'kheavyhash', hashesPerUnit: always(GIGA) }],
  [/\bKA\d/i, { algorithm: 'kadena', hashesPerUnit: always(GIGA) }],
  [/\bK\d/i, { algorithm: 'eaglesong', hashesPerUnit: always(GIGA) }],
  [/\bHS\d/i, { algorithm: 'handshake', hashesPerUnit: always(GIGA) }],
  [/\bAL\d/i, { algorithm: 'blake3', hashesPerUnit: always(GIGA) }],
  [/\bA3\b/i, { algorithm: 'blake2b', hashesPerUnit: always(GIGA) }],
  [/\bB3\b/i, { algorithm: 'tensority', hashesPerUnit: always(1) }],
  [/\bDR\d/i, { algorithm: 'blake256r14', hashesPerUnit: always(GIGA) }],
  [/\b(S|T|R|V)\d/i, { algorithm: 'sha256d', hashesPerUnit: always(GIGA) }],
]

/** What is known of a model by its name, such as "Antminer L3+ Hiveon". */
export function antminerModel(type: string | undefined): AntminerModel | undefined {
  const name = type?.replace(/^.*antminer\s*/is, '')
  return name === undefined ? undefined : MODELS.find(([pattern]) => pattern.test(name))?.[1]
}

/** H/s in one of a `rate_unit`: "GH", "MH/s", "KSol", "TH/s". */
export function rateUnit(value: unknown): number | undefined {
  const prefix = /^([KMGTP]?)(H|Sol|G|S)(s|\/s)?$/i.exec(textFrom(value) ?? '')?.[1]
  if (prefix === undefined) return undefined
  return { '': 1, K: KILO, M: MEGA, G: GIGA, T: 1e12, P: 1e15 }[prefix.toUpperCase()]
}

/** The machine's name without what firmwares add: "Antminer S9" from "Antminer S9\nV1.3.58", "Antminer D3 Blissz v2.06 beta" or "Antminer S9 Hiveon (vnish 3.8)". */
export function modelName(type: string | undefined): string | undefined {
  const name = type
    ?.split(/[\r\n(]/)[0]
    ?.replace(
      /\s+(hiveon|vnish|asicseer|blissz|msk\w*|awesome\w*|xilinx|aml|bb|cv1835|am335x|zynq|v\.?\d+[.\d]*)\b.*$/i,
      '',
    )
  const bare = textFrom(name)
  return bare && /^[STLDZEKX]\d/.test(bare) ? `Antminer ${bare}` : bare
}
