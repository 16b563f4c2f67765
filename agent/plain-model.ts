import type { MinerIdentity } from '#lib/domain/reading'

/** What a machine calls itself, as the server takes it: without control characters, or not at all. */
export function withPlainModel({ model, ...miner }: MinerIdentity): MinerIdentity {
  const plain = model
    ?.replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 120)
    .trim()
  return plain ? { ...miner, model: plain } : miner
}
