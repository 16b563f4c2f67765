import { expect, test } from 'vitest'
import { insertIncomeSource, noteIncomeSource } from '#lib/db/income-sources'
import { addReceipts } from '#lib/db/receipts'
import { addRigs, HOUR, incidents, NOON, newMine, outbox, type Process, startProcess } from './watched-mine'

const DAY = 24 * HOUR
const COIN = 10n ** 12n

/** A rig that a pool owes 1 BTC a day, for 20 days. */
async function owedMine() {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const { database } = mine
  const [rigId = 0] = await addRigs(mine, siteId, 1, { createdAtMs: NOON - 40 * DAY })
  const assigned = { rigId, algorithm: 'sha256d', fromMs: 0n, payer: 'pool', pool: 'braiins', coin: 'BTC' }
  await database.assignment.create({ data: { ...assigned, scheme: 'fpps', poolFeePercent: 2.5, assumed: false } })
  for (let day = -14; day < 6; day += 1) await ledgerDay(mine, rigId, siteId, day)
  const sourceId = await insertIncomeSource(
    database,
    { name: 'Braiins', kind: 'braiins', coin: 'BTC', settings: {}, secrets: undefined, enabled: true },
    0,
  )
  return { mine, sourceId }
}

async function ledgerDay({ database }: Process, rigId: number, siteId: number, day: number) {
  const period = Number(dayText(day).replaceAll('-', ''))
  const key = { level: 1, period, subject: `rig:${rigId}`, siteId, currency: 'USD', payer: 'braiins', coin: 'BTC' }
  const none = { seenMs: 0n, workMs: 0n, unvaluedMs: 0n, unpoweredMs: 0n, energyMilliWh: 0n }
  await database.ledgerPeriod.create({ data: { ...key, ...none, algorithm: 'sha256d', coinPico: COIN } })
}

/** A pool that credits each of these days, and says so at noon of `day`. */
async function credits(
  { mine, sourceId }: { mine: Process; sourceId: number },
  days: number[],
  day: number,
  percent = 100,
) {
  await addReceipts(
    mine.database,
    days.map((one) => ({
      ...{ sourceId, externalId: `day ${one}`, kind: 'credit', coin: 'BTC' },
      ...{ amountPico: (COIN * BigInt(percent)) / 100n, receivedAtMs: Date.parse(`${dayText(one)}T00:00:00Z`) },
    })),
  )
  await noteIncomeSource(mine.database, sourceId, { lastSuccessAtMs: NOON + day * DAY })
}

function dayText(day: number): string {
  return new Date(NOON + day * DAY).toISOString().slice(0, 10)
}

function days(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

test('a pool that credits 90 % for a week is told of, with what was compared, and again when it pays all', async () => {
  const owed = await owedMine()
  const { mine } = owed
  await credits(owed, days(-14, -1), 0, 90)
  await mine.run(NOON)
  const [incident] = await incidents(mine)
  expect(incident).toMatchObject({ kind: 'payout-gap', subject: 'payer:BTC:braiins', phase: 'firing' })
  expect((await outbox(mine)).map(({ title }) => title)).toEqual(['Warning: BTC from Braiins Pool: payouts fall short'])
  expect(incident?.evidence).toContain('6.3 BTC of 7 BTC expected')
  // Six days later most days of the week were paid in full.
  await credits(owed, days(0, 5), 6)
  await mine.run(NOON + 6 * DAY)
  expect(await incidents(mine)).toMatchObject([{ phase: 'firing' }])
  for (let day = 6; day < 10; day += 1) await ledgerDay(mine, 1, 1, day)
  await credits(owed, days(6, 9), 10)
  await mine.run(NOON + 10 * DAY)
  expect(await incidents(mine)).toMatchObject([{ phase: 'resolved' }])
})

test('the last two days are left out, for a pool may credit them later', async () => {
  const owed = await owedMine()
  await credits(owed, days(-14, -3), 0)
  await owed.mine.run(NOON)
  expect(await incidents(owed.mine)).toEqual([])
})

test('a pool that does not answer is not blamed for what it may have credited', async () => {
  const owed = await owedMine()
  await credits(owed, days(-14, -8), -7)
  await owed.mine.run(NOON)
  expect(await incidents(owed.mine)).toEqual([])
  // It answers again, and has credited nothing since.
  await noteIncomeSource(owed.mine.database, owed.sourceId, { lastSuccessAtMs: NOON + HOUR })
  await owed.mine.run(NOON + 2 * HOUR)
  expect(await incidents(owed.mine)).toMatchObject([{ kind: 'payout-gap', phase: 'firing' }])
})

test('what came over is told no more when its rule is switched off', async () => {
  const owed = await owedMine()
  const { mine } = owed
  await credits(owed, days(-14, -1), 0, 50)
  await mine.run(NOON)
  await mine.database.alertRule.updateMany({ where: { kind: 'payout-gap' }, data: { enabled: false } })
  mine.bus.publish([{ kind: 'alert-settings' }])
  await mine.run(NOON + 10_000)
  expect(await incidents(mine)).toMatchObject([{ phase: 'resolved' }])
})
