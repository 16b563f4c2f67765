import { expect, test } from 'vitest'
import type { LedgerEntry, LedgerQuarter } from '#lib/domain/ledger/entry'
import { recordEntries } from '#lib/services/ledger/record-entries'
import {
  addRigs,
  gpu,
  HOUR,
  incidents,
  MINUTE,
  NOON,
  newMine,
  outbox,
  type Process,
  startProcess,
} from './watched-mine'

const CENT = 10_000_000n

/** A closed hour of a rig in whole cents; `revenue` undefined is work that nobody could value. */
function hourOf(rigId: number, siteId: number, hourMs: number, revenue: bigint | undefined, cost: bigint): LedgerEntry {
  const quarter: LedgerQuarter = {
    siteId,
    lines: [
      {
        ...{ payer: 'pool', coin: 'RVN', algorithm: 'kawpow', workMs: 900_000 },
        ...(revenue === undefined ? { unvaluedMs: 900_000 } : { revenueNano: (revenue * CENT) / 4n, unvaluedMs: 0 }),
      },
    ],
    ...{ costNano: (cost * CENT) / 4n, energyMilliWh: 75_000n, seenMs: 900_000, unpoweredMs: 0 },
  }
  return {
    ...{ subject: `rig:${rigId}`, hourMs, currency: 'USD', basis: {} },
    quarters: [quarter, quarter, quarter, quarter],
  }
}

/** A rig whose closed hours of the last day are known, and that is heard at noon. */
async function afterADay(hour: (clock: number) => [revenue: bigint | undefined, cost: bigint]): Promise<Process> {
  const { url, siteId } = await newMine()
  const before = await startProcess(url, NOON - HOUR)
  const [rigId = 0] = await addRigs(before, siteId, 1, { createdAtMs: NOON - 48 * HOUR })
  const entries = Array.from({ length: 24 }, (_, back) => {
    const hourMs = NOON - (back + 1) * HOUR
    return hourOf(rigId, siteId, hourMs, ...hour(new Date(hourMs).getUTCHours()))
  })
  await recordEntries(before, entries, 'closed', NOON)
  await before.database.jobCursor.create({ data: { name: 'hours-closed-until', value: BigInt(NOON) } })
  await before.die()
  const mine = await startProcess(url, NOON + 5 * MINUTE)
  await mine.lease.keep(NOON + HOUR)
  await mine.run(NOON + HOUR)
  await mine.hear([{ rigId, reading: gpu(NOON + HOUR) }])
  await mine.run(NOON + HOUR + 1000)
  return mine
}

const isDear = (clock: number) => clock >= 6 && clock < 22

test('a rig that loses by day and earns by night is told of when it lost over 24 hours, with the sums', async () => {
  // 16 hours at 100 of revenue and 150 of cost, 8 at 100 and 30: $24.00 against $26.40.
  const mine = await afterADay((clock) => [100n, isDear(clock) ? 150n : 30n])
  expect(await incidents(mine)).toMatchObject([{ kind: 'losing-money', phase: 'firing', severity: 'warning' }])
  const [message] = await outbox(mine)
  expect(message?.title).toBe('Warning: rig 1: losing money')
  expect(message?.lines.join('\n')).toContain('−$2.40 a day')
  expect(message?.lines.join('\n')).toContain('Revenue $24.00, cost $26.40 in the last 24 h')
})

test('one that loses in most hours and earns over the day is left alone', async () => {
  const mine = await afterADay((clock) => [100n, isDear(clock) ? 120n : 30n])
  expect(await incidents(mine)).toEqual([])
})

test('work that nobody could value is no loss', async () => {
  const mine = await afterADay((clock) => [isDear(clock) ? undefined : 100n, 150n])
  expect(await incidents(mine)).toEqual([])
})
