/** What an algorithm counts: hashes, solutions (Equihash family) or graphs (Cuckoo family). */
export type WorkUnit = 'H' | 'Sol' | 'g'

export type AlgorithmDescription = {
  /** Canonical name, as stored. */
  name: string
  /** As people write it. */
  label: string
  unit: WorkUnit
  /** How many hashes the efficiency unit stands for: 1e12 for J/TH. */
  efficiencyPer: number
  efficiencyUnit: string
}

type Prefix = '' | 'k' | 'M' | 'G' | 'T'

const PREFIX_FACTOR: Record<Prefix, number> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 }

/** Canonical name, label, what is counted, and the prefix in which its machines' efficiency reads as an ordinary number. */
const KNOWN: readonly (readonly [name: string, label: string, unit: WorkUnit, prefix: Prefix])[] = [
  ['sha256d', 'SHA-256', 'H', 'T'],
  ['scrypt', 'Scrypt', 'H', 'M'],
  ['x11', 'X11', 'H', 'G'],
  ['blake2s', 'Blake2s', 'H', 'G'],
  ['equihash', 'Equihash', 'Sol', 'k'],
  ['equihash-144_5', 'Equihash 144,5', 'Sol', ''],
  ['equihash-150_5', 'Equihash 150,5', 'Sol', ''],
  ['etchash', 'Etchash', 'H', 'M'],
  ['ethash', 'Ethash', 'H', 'M'],
  ['kawpow', 'KawPow', 'H', 'M'],
  ['autolykos2', 'Autolykos v2', 'H', 'M'],
  ['randomx', 'RandomX', 'H', 'k'],
  ['ghostrider', 'GhostRider', 'H', 'k'],
  ['kheavyhash', 'kHeavyHash', 'H', 'G'],
  ['blake3', 'Blake3', 'H', 'G'],
  ['octopus', 'Octopus', 'H', 'M'],
  ['progpow', 'ProgPow', 'H', 'M'],
  ['progpowz', 'ProgPowZ', 'H', 'M'],
  ['firopow', 'FiroPow', 'H', 'M'],
  ['verushash', 'VerusHash', 'H', 'M'],
  ['cuckatoo32', 'Cuckatoo32', 'g', ''],
  ['cuckaroo29', 'Cuckaroo29', 'g', ''],
  ['zelhash', 'ZelHash', 'Sol', ''],
  ['nexapow', 'NexaPow', 'H', 'M'],
  ['karlsenhash', 'KarlsenHash', 'H', 'G'],
  ['pyrinhash', 'PyrinHash', 'H', 'G'],
  ['dynexsolve', 'DynexSolve', 'H', 'k'],
  ['eaglesong', 'Eaglesong', 'H', 'G'],
  ['handshake', 'Handshake', 'H', 'G'],
  ['kadena', 'Kadena', 'H', 'T'],
  ['lyra2rev3', 'Lyra2REv3', 'H', 'M'],
  ['verthash', 'Verthash', 'H', 'M'],
  ['x16r', 'X16R', 'H', 'M'],
  ['cryptonight', 'CryptoNight', 'H', 'k'],
  ['unknown', 'Unknown algorithm', 'H', 'M'],
]

/** Miners' spellings, with everything but letters and digits taken out, that are not a canonical name already. */
const SPELLINGS: Readonly<Record<string, string>> = {
  sha256: 'sha256d',
  sha256asicboost: 'sha256d',
  sha256ab: 'sha256d',
  bitcoin: 'sha256d',
  scryptn1024: 'scrypt',
  scryptltc: 'scrypt',
  litecoin: 'scrypt',
  etcash: 'etchash',
  etc: 'etchash',
  daggerhashimoto: 'ethash',
  dagger: 'ethash',
  kawpowrvn: 'kawpow',
  ravencoin: 'kawpow',
  autolykos: 'autolykos2',
  autolykosv2: 'autolykos2',
  ergo: 'autolykos2',
  rx0: 'randomx',
  randomxmonero: 'randomx',
  randomxxmr: 'randomx',
  gr: 'ghostrider',
  heavyhash: 'kheavyhash',
  heavyhashkaspa: 'kheavyhash',
  kaspa: 'kheavyhash',
  kas: 'kheavyhash',
  alephium: 'blake3',
  blake3alephium: 'blake3',
  blake3alph: 'blake3',
  alph: 'blake3',
  conflux: 'octopus',
  progpowzano: 'progpowz',
  zano: 'progpowz',
  verus: 'verushash',
  verushashv2: 'verushash',
  verushash22: 'verushash',
  grincuckatoo32: 'cuckatoo32',
  cuckatoo31: 'cuckatoo31',
  c32: 'cuckatoo32',
  c29: 'cuckaroo29',
  zhash: 'equihash-144_5',
  equi1445: 'equihash-144_5',
  btg: 'equihash-144_5',
  beam: 'equihash-150_5',
  beamv3: 'equihash-150_5',
  beamiii: 'equihash-150_5',
  beamhash: 'equihash-150_5',
  beamhash3: 'equihash-150_5',
  beamhashiii: 'equihash-150_5',
  zel: 'zelhash',
  flux: 'zelhash',
  nexa: 'nexapow',
  karlsen: 'karlsenhash',
  pyrin: 'pyrinhash',
  dynex: 'dynexsolve',
  ckb: 'eaglesong',
  hns: 'handshake',
  blake2bsha3: 'handshake',
  kda: 'kadena',
  blake2skadena: 'kadena',
  lyra2v3: 'lyra2rev3',
  lyra2rev3vtc: 'lyra2rev3',
}

const EQUIHASH_SIZES: Readonly<Record<string, string>> = {
  '200_9': 'equihash',
  '144_5': 'equihash-144_5',
  '150_5': 'equihash-150_5',
  '125_4': 'zelhash',
}

const canonicalBySpelling = new Map<string, string>()
for (const [name] of KNOWN) canonicalBySpelling.set(name.replace(/[^a-z0-9]/g, ''), name)
for (const [spelling, name] of Object.entries(SPELLINGS)) canonicalBySpelling.set(spelling, name)

const remembered = new Map<string, string>()
const REMEMBERED_AT_MOST = 1000

/**
 * The one name for an algorithm, however a miner spells it: `rx/0` and `RandomX` are `randomx`, `Equihash 150,5
 * "Beam-PoW"` is `equihash-150_5`, `cn/r` is `cryptonight/r`. What is not known passes through in lower case, without
 * control characters; an empty name is `unknown`.
 */
export function canonicalAlgorithm(raw: string): string {
  const known = remembered.get(raw)
  if (known !== undefined) return known
  const name = spelledOut(raw)
  if (remembered.size < REMEMBERED_AT_MOST && raw.length <= 64) remembered.set(raw, name)
  return name
}

function spelledOut(raw: string): string {
  const lower = raw
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .toLowerCase()
  if (lower === '') return 'unknown'
  const spelling = canonicalBySpelling.get(lower.replace(/[^a-z0-9]/g, ''))
  if (spelling !== undefined) return spelling
  return sizedEquihash(lower) ?? cryptonight(lower) ?? withoutRemark(lower) ?? lower
}

/** `equihash 144/5`, `equihash192_7`, `150,5,3`, `zelhash 125/4`: two sizes name the variant. */
function sizedEquihash(lower: string): string | undefined {
  const sizes = /^(?:equi(?:hash)?|zel ?hash|zhash|beam ?hash)?[^0-9a-z]*(\d{2,3})[^0-9a-z]+(\d{1,2})(?!\d)/.exec(lower)
  if (!sizes) return undefined
  const key = `${sizes[1]}_${sizes[2]}`
  return EQUIHASH_SIZES[key] ?? `equihash-${key}`
}

/** `cn/r`, `cn-heavy/xhv`, `cryptonight_v8`, `cryptonightr`: the variant goes after a slash. */
function cryptonight(lower: string): string | undefined {
  const match = /^(?:cn(?=[-_/ ])|cryptonight)[-_/ ]*(.*)$/.exec(lower)
  if (!match) return undefined
  const variant = (match[1] ?? '').replace(/[-_/ ]+/g, '-')
  return variant === '' ? 'cryptonight' : `cryptonight/${variant}`
}

/** `Scrypt (LTC)`, `SHA-256 | AsicBoost`: a remark in brackets or after a bar says nothing of the algorithm. */
function withoutRemark(lower: string): string | undefined {
  const bare = lower.replace(/[([|"].*$/, '').trim()
  return bare === '' || bare === lower ? undefined : canonicalBySpelling.get(bare.replace(/[^a-z0-9]/g, ''))
}

const descriptions = new Map<string, AlgorithmDescription>()
for (const [name, label, unit, prefix] of KNOWN) descriptions.set(name, describe(name, label, unit, prefix))

/** Label and units of a canonical algorithm; one that is not known is described by its own name, in J/MH. */
export function describeAlgorithm(name: string): AlgorithmDescription {
  const known = descriptions.get(name)
  if (known) return known
  if (name.startsWith('cryptonight/')) return describe(name, `CryptoNight ${name.slice(12)}`, 'H', 'k')
  if (name.startsWith('equihash-')) return describe(name, `Equihash ${name.slice(9).replace('_', ',')}`, 'Sol', '')
  if (/^cuck[a-z]+\d+/.test(name)) return describe(name, name, 'g', '')
  return describe(name, name, 'H', 'M')
}

/** Every algorithm with a description of its own, for lists to choose from. */
export const KNOWN_ALGORITHMS: readonly string[] = KNOWN.map(([name]) => name).filter((name) => name !== 'unknown')

function describe(name: string, label: string, unit: WorkUnit, prefix: Prefix): AlgorithmDescription {
  return { name, label, unit, efficiencyPer: PREFIX_FACTOR[prefix], efficiencyUnit: `J/${prefix}${unit}` }
}
