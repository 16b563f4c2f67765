import { MINER_KINDS } from '../add-rig/miner-kinds'

/** How a kind of miner is called by its owners. */
export const MINER_LABELS: ReadonlyMap<string, string> = new Map(MINER_KINDS.map(({ value, label }) => [value, label]))
