import type { Rows } from './rows.ts'

/** What a payer said at an hour. */
export type CreditedStateRow = {
  sourceId: number
  hourMs: number
  coin: string
  algorithm: string
  balancePico?: bigint
  immaturePico?: bigint
  paidPico?: bigint
  hashesPerSecond?: number
  workers?: number
  observedAtMs: number
}

/** Writes what was said at an hour; the last word of the hour stays. */
export async function saveCreditedState(rows: Rows, state: CreditedStateRow): Promise<void> {
  const { sourceId, hourMs, coin, algorithm, observedAtMs, ...told } = state
  const key = { sourceId, hourMs: BigInt(hourMs), coin, algorithm }
  const figures = {
    balancePico: told.balancePico ?? null,
    immaturePico: told.immaturePico ?? null,
    paidPico: told.paidPico ?? null,
    hashesPerSecond: told.hashesPerSecond ?? null,
    workers: told.workers ?? null,
    observedAtMs: BigInt(observedAtMs),
  }
  await rows.creditedState.upsert({
    where: { sourceId_hourMs_coin_algorithm: key },
    create: { ...key, ...figures },
    update: figures,
  })
}
