import type { Database } from '#lib/db/database'
import { insertIncomeSource } from '#lib/db/income-sources'
import { lastPrice } from '#lib/db/rates'
import type { ReceiptValue } from '#lib/db/receipt-value'
import { addReceipts, insertImport, type NewReceipt } from '#lib/db/receipts'
import { sumSiteWork } from '#lib/db/site-slots'
import { parsePico, valueOfPico } from '#lib/domain/pico'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { currencyAt, datedCurrencies } from '#lib/services/currency'

const DAYS = 200
/** A day's work is paid so long after the day is over: what is paid in a month lags behind the work of that month. */
const PAID_AFTER_MS = 2 * DAY_MS + 3 * HOUR_MS
/** What the demo's pools pay of what was expected: they fall short, each in its own way. */
const POOLS = [
  {
    name: 'Braiins Pool',
    kind: 'braiins',
    coin: 'BTC',
    algorithm: 'sha256d',
    pays: (daysAgo: number) => (daysAgo < 14 ? 0.91 : 0.985),
  },
  {
    name: '2Miners ETC',
    kind: '2miners',
    coin: 'ETC',
    algorithm: 'etchash',
    pays: (daysAgo: number) => 0.96 + 0.025 * Math.sin(daysAgo / 9),
  },
]
/** Which of a pool's days, newest first, was told too low at first. */
const CORRECTED = 2
const CORRECTED_AFTER_MS = 8 * HOUR_MS
/** Of 2021, as from a file. */
const ETH_PAYOUTS = [
  ['2021-02-14', '0.1023'],
  ['2021-03-16', '0.1011'],
  ['2021-04-19', '0.1048'],
  ['2021-05-21', '0.1002'],
  ['2021-07-02', '0.1017'],
  ['2021-09-11', '0.1009'],
] as const

/** Pools that paid the demo's work day by day, and ETH of years ago. None of the sources is ever contacted. */
export async function writePayouts(database: Database, nowMs: number): Promise<void> {
  const endMs = Math.floor(nowMs / DAY_MS) * DAY_MS
  const days = Array.from({ length: DAYS }, (_, day) => ({
    fromMs: endMs - (day + 1) * DAY_MS,
    toMs: endMs - day * DAY_MS,
  }))
  const work = await sumSiteWork(database, HOUR_MS / 1000, days)
  for (const { coin, algorithm, pays, ...source } of POOLS) {
    const { kind } = source
    const sourceId = await insertIncomeSource(
      database,
      { ...source, coin, settings: {}, enabled: false, secrets: undefined },
      nowMs,
    )
    const receipts = days.flatMap(({ toMs }, day): NewReceipt[] => {
      const earned = work
        .filter((sum) => sum.period === day && sum.coin === coin && sum.algorithm === algorithm)
        .reduce((sum, { coinAmount = 0 }) => sum + coinAmount, 0)
      const amountPico = parsePico((earned * pays(day)).toFixed(8))
      if (amountPico === undefined || amountPico <= 0n) return []
      const receivedAtMs = toMs + PAID_AFTER_MS
      return [{ sourceId, externalId: `demo ${toMs}`, kind: 'payout', coin, amountPico, receivedAtMs }]
    })
    const came = receipts.filter(({ receivedAtMs }) => receivedAtMs < nowMs)
    const valued = await Promise.all(
      came.map(async (receipt) => ({ ...receipt, value: await snapshotValue(database, receipt) })),
    )
    const corrected = valued[CORRECTED]
    if (kind === 'braiins' && corrected) {
      const amountPico = (corrected.amountPico * 97n) / 100n
      const first = { ...corrected, amountPico }
      await addReceipts(database, [{ ...first, value: await snapshotValue(database, first) }], corrected.receivedAtMs)
      await addReceipts(database, [corrected], corrected.receivedAtMs + CORRECTED_AFTER_MS)
    }
    await addReceipts(database, valued, nowMs)
  }
  const files = { name: 'Ethermine, 2021', kind: 'file', coin: 'ETH', settings: {}, enabled: false, secrets: undefined }
  const sourceId = await insertIncomeSource(database, files, nowMs)
  const file = { fileName: 'ethermine-2021.csv', sha256: 'demo', rows: ETH_PAYOUTS.length, importedAtMs: nowMs }
  const importId = await insertImport(database, file)
  const ether = ETH_PAYOUTS.map(([day, amount]): NewReceipt & { importId: number } => ({
    ...{ sourceId, importId, externalId: `demo ${day}`, kind: 'payout', coin: 'ETH' },
    ...{ amountPico: parsePico(amount) ?? 0n, receivedAtMs: Date.parse(`${day}T12:00:00Z`) },
  }))
  await addReceipts(
    database,
    await Promise.all(ether.map(async (receipt) => ({ ...receipt, value: await snapshotValue(database, receipt) }))),
  )
}

/** At the snapshot's price, which the demo's whole past is valued with; it is older than a price may otherwise be. */
export async function snapshotValue(
  database: Database,
  { coin, amountPico, receivedAtMs }: NewReceipt,
): Promise<ReceiptValue | undefined> {
  const priceCurrency = currencyAt(await datedCurrencies(database), receivedAtMs)
  const known = await lastPrice(database, coin, priceCurrency, receivedAtMs)
  const valueNano = known && valueOfPico(amountPico, known.price)
  if (known === undefined || valueNano === undefined) return undefined
  return { price: known.price, priceCurrency, priceSource: known.source, priceAtMs: known.observedAtMs, valueNano }
}
