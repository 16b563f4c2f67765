import type { Database } from '#lib/db/database'
import { insertIncomeSource } from '#lib/db/income-sources'
import { lastPrice } from '#lib/db/rates'
import { addReceipts, insertImport, type NewReceipt, type ReceiptValue } from '#lib/db/receipts'
import { sumSiteWork } from '#lib/db/site-slots'
import { parsePico, valueOfPico } from '#lib/domain/pico'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { currencyAt, datedCurrencies } from '#lib/services/currency'

const WEEKS = 26
/** What the demo's pools pay of what was expected: they fall short, each in its own way. */
const POOLS = [
  {
    name: 'Braiins Pool',
    kind: 'braiins',
    coin: 'BTC',
    algorithm: 'sha256d',
    pays: (week: number) => (week < 2 ? 0.91 : 0.985),
  },
  {
    name: '2Miners ETC',
    kind: '2miners',
    coin: 'ETC',
    algorithm: 'etchash',
    pays: (week: number) => 0.97 + 0.02 * Math.sin(week),
  },
]
/** Of 2021, as from a file; no price of that time is shipped, so they show what unvalued looks like. */
const ETH_PAYOUTS = [
  ['2021-02-14', '0.1023'],
  ['2021-03-16', '0.1011'],
  ['2021-04-19', '0.1048'],
  ['2021-05-21', '0.1002'],
  ['2021-07-02', '0.1017'],
  ['2021-09-11', '0.1009'],
] as const

/** Pools that paid the demo's work week by week, and ETH of years ago. None of the sources is ever contacted. */
export async function writePayouts(database: Database, nowMs: number): Promise<void> {
  const endMs = Math.floor(nowMs / DAY_MS) * DAY_MS
  const weeks = Array.from({ length: WEEKS }, (_, week) => ({
    fromMs: endMs - (week + 1) * 7 * DAY_MS,
    toMs: endMs - week * 7 * DAY_MS,
  }))
  const work = await sumSiteWork(database, HOUR_MS / 1000, weeks)
  for (const { coin, algorithm, pays, ...source } of POOLS) {
    const sourceId = await insertIncomeSource(
      database,
      { ...source, coin, settings: {}, enabled: false, secrets: undefined },
      nowMs,
    )
    const receipts = weeks.flatMap(({ toMs }, week): NewReceipt[] => {
      const earned = work
        .filter((sum) => sum.period === week && sum.coin === coin && sum.algorithm === algorithm)
        .reduce((sum, { coinAmount = 0 }) => sum + coinAmount, 0)
      const amountPico = parsePico((earned * pays(week)).toFixed(8))
      if (amountPico === undefined || amountPico <= 0n) return []
      return [
        { sourceId, externalId: `demo ${toMs}`, kind: 'payout', coin, amountPico, receivedAtMs: toMs + 3 * HOUR_MS },
      ]
    })
    const came = receipts.filter(({ receivedAtMs }) => receivedAtMs < nowMs)
    const valued = await Promise.all(
      came.map(async (receipt) => ({ ...receipt, value: await snapshotValue(database, receipt) })),
    )
    await addReceipts(database, valued)
  }
  const files = { name: 'Ethermine, 2021', kind: 'file', coin: 'ETH', settings: {}, enabled: false, secrets: undefined }
  const sourceId = await insertIncomeSource(database, files, nowMs)
  const file = { fileName: 'ethermine-2021.csv', sha256: 'demo', rows: ETH_PAYOUTS.length, importedAtMs: nowMs }
  const importId = await insertImport(database, file)
  await addReceipts(
    database,
    ETH_PAYOUTS.map(([day, amount]) => ({
      ...{ sourceId, importId, externalId: `demo ${day}`, kind: 'payout', coin: 'ETH' },
      ...{ amountPico: parsePico(amount) ?? 0n, receivedAtMs: Date.parse(`${day}T12:00:00Z`) },
    })),
  )
}

/** At the snapshot's price, which the demo's whole past is valued with; it is older than a price may otherwise be. */
async function snapshotValue(
  database: Database,
  { coin, amountPico, receivedAtMs }: NewReceipt,
): Promise<ReceiptValue | undefined> {
  const priceCurrency = currencyAt(await datedCurrencies(database), receivedAtMs)
  const known = await lastPrice(database, coin, priceCurrency, receivedAtMs)
  const valueNano = known && valueOfPico(amountPico, known.price)
  if (known === undefined || valueNano === undefined) return undefined
  return { price: known.price, priceCurrency, priceSource: known.source, priceAtMs: known.observedAtMs, valueNano }
}
