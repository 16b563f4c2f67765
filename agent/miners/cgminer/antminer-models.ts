import { textFrom } from '../lenient'

/** What a model hashes, and what its firmware means where it writes "GHS". */
export type AntminerModel = { algorithm: string; hashesPerUnit: (value: number) => number }

const always = (hashesPerUnit: number) => () => hashesPerUnit
const KILO = 1e3
const MEGA = 1e6
const GIGA = 1e9
/** Equihash firmwares print 141.54 (kSol/s) or 145474.39 (Sol/s): no model reaches 2,000 kSol/s or makes fewer Sol/s. */
const kiloUnlessLarge = (value: number) => (value < 2_000 ? KILO : 1)

/**
 * By model name, first match wins. The label is "GHS" on all of them; the unit behind it is not (D3 and L3+ print MH/s, Z11 kSol/s
 * or Sol/s by firmware). Where a reply has `rate_unit`, that counts instead.
 */
const MODELS: [RegExp, AntminerModel][] = [
  [/\bD3\b/i, { algorithm: 'x11', hashesPerUnit: always(MEGA) }],
  [/\bD[579]\b/i, { algorithm: 'x11', hashesPerUnit: always(GIGA) }],
  [/\bL\d+\+{0,2}(?=\s|$|\()|\bHammer D10|\bL\d/i, { algorithm: 'scrypt', hashesPerUnit: always(MEGA) }],
  [/\bZ\d/i, { algorithm: 'equihash', hashesPerUnit: kiloUnlessLarge }],
  [/\bE3\b/i, { algorithm: 'ethash', hashesPerUnit: always(MEGA) }],
  [/\bE\d/i, { algorithm: 'etchash', hashesPerUnit: always(MEGA) }],
  [/\bX3\b/i, { algorithm: 'cryptonight', hashesPerUnit: always(KILO) }],
  [/\bX[59]\b/i, { algorithm: 'randomx', hashesPerUnit: always(KILO) }],
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

/** The machine's name without what firmwares add: "Antminer S9" from "Antminer S9\nV1.3.58" or "Antminer S9 Hiveon (vnish 3.8)". */
export function modelName(type: string | undefined): string | undefined {
  const name = type?.split(/[\r\n(]/)[0]?.replace(/\s+(hiveon|vnish|asicseer|msk\w*|xilinx|aml|bb|cv1835)\b.*$/i, '')
  return textFrom(name)
}
