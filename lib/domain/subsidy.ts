/**
 * What a block newly makes for its miner, in whole coins, without fees. `height` may be left out for coins whose reward
 * does not depend on it; `atMs` is wanted for Kaspa, whose reward follows the calendar. Undefined is not known: another
 * coin, a height outside the rule that has a source, or an argument missing.
 */
export function subsidyToMiner(symbol: string, height?: number, atMs?: number): number | undefined {
  if (symbol === 'KAS') return atMs === undefined ? undefined : kaspa(atMs)
  if (height === undefined) return symbol === 'XMR' ? MONERO_TAIL : symbol === 'DOGE' ? DOGECOIN_FIXED : undefined
  if (!Number.isSafeInteger(height) || height < 0) return undefined
  return byHeight[symbol]?.(height)
}

const SATOSHI_PER_COIN = 100_000_000

const byHeight: Readonly<Record<string, (height: number) => number | undefined>> = {
  // bitcoin/bitcoin src/validation.cpp GetBlockSubsidy; Bitcoin Cash kept the schedule.
  BTC: (height) => halved(50n, height, 210_000),
  BCH: (height) => halved(50n, height, 210_000),
  // litecoin-project/litecoin src/chainparams.cpp: nSubsidyHalvingInterval 840000.
  LTC: (height) => halved(50n, height, 840_000),
  // Ravencoin chain parameters: 5000, 2500 from 2,100,000, 1250 from 4,200,000.
  RVN: (height) => halved(5000n, height, 2_100_000),
  // dogecoin/dogecoin src/dogecoin.cpp: fixed from height 600,000; random or halving before.
  DOGE: (height) => (height >= 600_000 ? DOGECOIN_FIXED : undefined),
  // monero-project/monero cryptonote_basic_impl.cpp get_block_reward; the tail began at height 2,641,623.
  XMR: (height) => (height >= 2_641_623 ? MONERO_TAIL : undefined),
  ETC: ethereumClassic,
  ERG: ergo,
  ZEC: zcash,
  DASH: dash,
}

const DOGECOIN_FIXED = 10_000
/** FINAL_SUBSIDY_PER_MINUTE 0.3 × 2 minutes. */
const MONERO_TAIL = 0.6

/** The chains shift whole satoshi right once per interval; at 64 shifts nothing is left. */
function halved(coins: bigint, height: number, interval: number): number {
  const halvings = Math.floor(height / interval)
  return halvings >= 64 ? 0 : Number((coins * 100_000_000n) >> BigInt(halvings)) / SATOSHI_PER_COIN
}

/** ECIP-1017: 5 × (4/5)^era in whole wei, an era being 5,000,000 blocks. Rewards for uncles are not in it. */
function ethereumClassic(height: number): number {
  const era = BigInt(Math.max(0, Math.floor((height - 1) / 5_000_000)))
  const wei = (5_000_000_000_000_000_000n * 4n ** era) / 5n ** era
  return Number(wei) / 1e18
}

/**
 * Emission of Ergo: 75 until 525,600, then 3 less every 64,800 blocks, until 2,080,800. From 777,217 EIP-27
 * (ergoplatform/eips eip-0027.md) takes 12 of a reward of 15 or more, else all but 3, and pays 3 a block afterwards.
 * Before it a part went to the treasury: not modelled.
 */
function ergo(height: number): number | undefined {
  if (height < 777_217) return undefined
  if (height >= 2_080_800) return 3
  const reward = 75 - 3 * (1 + Math.floor((height - 525_600) / 64_800))
  return reward >= 15 ? reward - 12 : 3
}

/**
 * Zcash (protocol specification §7.8, ZIP 208): 12.5, halved block time and 6.25 from Blossom (653,600), 3.125 from
 * 1,046,400, 1.5625 from 2,726,400; 80 % is the miner's. Who shares from the third halving (4,406,400) is not settled,
 * and the slow start (below 20,000) is left out.
 */
function zcash(height: number): number | undefined {
  if (height < 20_000 || height >= 4_406_400) return undefined
  const zatoshi =
    height < 653_600 ? 1_250_000_000 : height < 1_046_400 ? 625_000_000 : height < 2_726_400 ? 312_500_000 : 156_250_000
  return (zatoshi - zatoshi / 5) / SATOSHI_PER_COIN
}

/**
 * Dash: 5, a fourteenth less every 210,240 blocks, in whole duffs (dashpay/dash src/validation.cpp: nSubsidy -=
 * nSubsidy/14); 20 % to the miner since version 20 (treasury 20 %, masternodes 60 %). That share is unverified.
 */
function dash(height: number): number {
  let duffs = 500_000_000
  for (let cycle = Math.floor(height / 210_240); cycle > 0 && duffs >= 14; cycle -= 1) duffs -= Math.floor(duffs / 14)
  return Math.floor(duffs / 5) / SATOSHI_PER_COIN
}

const KASPA_DECAY_START_MS = Date.UTC(2022, 4, 7)
const KASPA_DECAY_MONTHS = 426
const KASPA_MONTH_MS = 2_629_800_000
/** Ten blocks a second since the Crescendo upgrade. */
const KASPA_TEN_BLOCKS_FROM_MS = Date.UTC(2025, 4, 5)

/**
 * Kaspa's chromatic emission: 440 coins a second, × (1/2)^(1/12) every month of 2,629,800 s, shared out over the blocks
 * of a second, rounded up to a sompi (kaspanet/rusty-kaspa consensus coinbase.rs SUBSIDY_BY_MONTH_TABLE). The chain counts
 * months in blocks; by date the change may be some hours off. Before the decay began: not modelled.
 */
function kaspa(atMs: number): number | undefined {
  if (atMs < KASPA_DECAY_START_MS) return undefined
  const month = Math.floor((atMs - KASPA_DECAY_START_MS) / KASPA_MONTH_MS)
  if (month >= KASPA_DECAY_MONTHS) return 0
  const sompiPerSecond = Math.floor(440 * SATOSHI_PER_COIN * 2 ** (-month / 12))
  return Math.ceil(sompiPerSecond / (atMs >= KASPA_TEN_BLOCKS_FROM_MS ? 10 : 1)) / SATOSHI_PER_COIN
}
