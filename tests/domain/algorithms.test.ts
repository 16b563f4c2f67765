import { expect, test } from 'vitest'
import { canonicalAlgorithm, describeAlgorithm, KNOWN_ALGORITHMS } from '#lib/domain/algorithms'

// As miners' own APIs spell them: XMRig, lolMiner, GMiner, TeamRedMiner, miniZ, NiceHash, T-Rex, Goldshell.
test.each([
  ['rx/0', 'randomx'],
  ['RandomX', 'randomx'],
  ['RANDOMXMONERO', 'randomx'],
  ['rx/wow', 'rx/wow'],
  ['gr', 'ghostrider'],
  ['ghostrider', 'ghostrider'],
  ['sha256d', 'sha256d'],
  ['sha256', 'sha256d'],
  ['SHA-256', 'sha256d'],
  ['SHA256D', 'sha256d'],
  ['Equihash 150,5 "Beam-PoW"', 'equihash-150_5'],
  ['equihash 144_5', 'equihash-144_5'],
  ['Equihash 144/5', 'equihash-144_5'],
  ['144,5', 'equihash-144_5'],
  ['150,5,3', 'equihash-150_5'],
  ['zhash', 'equihash-144_5'],
  ['Equihash 200,9', 'equihash'],
  ['EQUIHASH', 'equihash'],
  ['equihash 192,7', 'equihash-192_7'],
  ['beamhash3', 'equihash-150_5'],
  ['BEAM-III', 'equihash-150_5'],
  ['ZelHash 125/4', 'zelhash'],
  ['ETHASH', 'ethash'],
  ['daggerhashimoto', 'ethash'],
  ['etchash', 'etchash'],
  ['Etchash', 'etchash'],
  ['kawpow', 'kawpow'],
  ['KAWPOW', 'kawpow'],
  ['AUTOLYKOS2', 'autolykos2'],
  ['Autolykos V2', 'autolykos2'],
  ['kHeavyHash', 'kheavyhash'],
  ['heavyhash', 'kheavyhash'],
  ['progpowz', 'progpowz'],
  ['Scrypt', 'scrypt'],
  ['scrypt\u0000', 'scrypt'],
  ['My\u0007Own\ud83d', 'my own'],
  ['\u0000', 'unknown'],
  ['Scrypt (LTC)', 'scrypt'],
  ['X11', 'x11'],
  ['cn/r', 'cryptonight/r'],
  ['cn-heavy/xhv', 'cryptonight/heavy-xhv'],
  ['cryptonight_v8', 'cryptonight/v8'],
  ['cryptonight', 'cryptonight'],
  ['Cuckatoo 32', 'cuckatoo32'],
  ['Lyra2REv3', 'lyra2rev3'],
  ['  SomethingNew ', 'somethingnew'],
  ['', 'unknown'],
])('%s is %s', (raw, name) => {
  expect(canonicalAlgorithm(raw)).toBe(name)
})

test('a canonical name stays as it is', () => {
  for (const name of KNOWN_ALGORITHMS) expect(canonicalAlgorithm(name)).toBe(name)
})

test('each algorithm is compared in the unit its machines are known by', () => {
  expect(describeAlgorithm('sha256d')).toMatchObject({ efficiencyUnit: 'J/TH', efficiencyPer: 1e12, unit: 'H' })
  expect(describeAlgorithm('etchash').efficiencyUnit).toBe('J/MH')
  expect(describeAlgorithm('randomx').efficiencyUnit).toBe('J/kH')
  expect(describeAlgorithm('equihash')).toMatchObject({ efficiencyUnit: 'J/kSol', unit: 'Sol' })
  expect(describeAlgorithm('cuckatoo32').unit).toBe('g')
  expect(describeAlgorithm('equihash-192_7')).toMatchObject({ label: 'Equihash 192,7', unit: 'Sol' })
  expect(describeAlgorithm('cryptonight/r')).toMatchObject({ label: 'CryptoNight r', efficiencyUnit: 'J/kH' })
  expect(describeAlgorithm('somethingnew')).toMatchObject({ label: 'somethingnew', unit: 'H' })
})
