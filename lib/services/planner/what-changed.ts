import { planBasis } from '#lib/domain/planner/plan-basis'
import { difficultyChange, type ProfitChange, priceChange, subsidyChange } from '#lib/domain/planner/what-changed'
import { DAY_MS, MINUTE_MS } from '#lib/domain/units'
import type { WhatChanged } from '#lib/wire/planner'
import type { LiveFleet } from '../live-fleet.ts'
import { loadRates } from '../load-rates.ts'
import { nextDifficulties } from '../next-difficulties.ts'
import type { RunningServer } from '../running-server.ts'
import { runningContracts } from './running-contracts.ts'
import { runningRigs } from './running-rigs.ts'

const KEPT_MS = 5 * MINUTE_MS
// Every open fleet page asks, and a large farm takes its time to value.
const kept = new WeakMap<LiveFleet, { atMs: number; told: Promise<WhatChanged> }>()

/** Yesterday's prices, the next difficulties and the next halvings, as what each does to a day's profit as rigs and
 * contracts run now. */
export function whatChanged(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  nowMs = Date.now(),
): Promise<WhatChanged> {
  const known = kept.get(context.fleet)
  if (known && Math.abs(nowMs - known.atMs) < KEPT_MS) return known.told
  const told = gather(context, nowMs)
  told.catch(() => kept.delete(context.fleet))
  kept.set(context.fleet, { atMs: nowMs, told })
  return told
}

async function gather(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  nowMs: number,
): Promise<WhatChanged> {
  const { currency } = fleet.rates
  const dayAgoMs = nowMs - DAY_MS
  const [rigs, rented, dayAgo, difficulties] = await Promise.all([
    runningRigs({ database, fleet }, { down: false }, nowMs),
    runningContracts({ database, fleet }, {}, nowMs),
    loadRates(database, currency, dayAgoMs),
    nextDifficulties(database, nowMs),
  ])
  const days = rigs.map(({ rig, day }) => ({ name: rig.settings.name, day }))
  const { coins, revenuePerDay } = planBasis(
    currency,
    days,
    0,
    rented.map(({ contract, money }) => ({ name: contract.name, money })),
  )
  const changes: ProfitChange[] = []
  const unpriced: string[] = []
  for (const coin of coins) {
    const price = priceChange(coin, fleet.rates.price(coin.coin), dayAgo.price(coin.coin), dayAgoMs)
    if (price) changes.push(price)
    else unpriced.push(coin.coin)
  }
  for (const coin of coins) {
    const ahead = [
      ...difficulties.filter((next) => next.coin === coin.coin).map((next) => difficultyChange(coin, next)),
      subsidyChange(coin, fleet.rates.network(coin.coin), nowMs),
    ]
    for (const change of ahead) if (change) changes.push(change)
  }
  return { currency, revenuePerDay, changes: inOrder(changes), unpriced }
}

/** What has happened by its size, then what comes by its time. */
function inOrder(changes: ProfitChange[]): ProfitChange[] {
  const past = changes.filter(({ kind }) => kind === 'price')
  const ahead = changes.filter(({ kind }) => kind !== 'price')
  past.sort((one, other) => Math.abs(other.effectPerDay) - Math.abs(one.effectPerDay))
  ahead.sort((one, other) => one.atMs - other.atMs)
  return [...past, ...ahead]
}
