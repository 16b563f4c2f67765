import { plainText } from '#lib/domain/plain-text'
import type { MinerIdentity } from '#lib/domain/reading'

/** What a machine calls itself, as the server takes it: plain, or not at all. */
export function withPlainModel({ model, ...miner }: MinerIdentity): MinerIdentity {
  const plain = model === undefined ? '' : plainText(model, 120)
  return plain ? { ...miner, model: plain } : miner
}
