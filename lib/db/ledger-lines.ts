import { z } from 'zod'
import { emptyQuarter, type LedgerLine, type LedgerQuarters } from '#lib/domain/ledger/entry'

/**
 * The column `lines`: a JSON object of columns by quarter-hour, since years of hours lie under it. A column is one value
 * where all four are the same, else an array of four; amounts past 2⁵³ are strings. `l` has a line for each payer, coin
 * and algorithm: `[payer, coin, algorithm, coinPico, revenueNano, workMs, unvaluedMs]`; `c` costNano, `e` energyMilliWh,
 * `s` seenMs, `u` unpoweredMs, `i` siteId, and `x` uncostedMs where there is any.
 */
export function linesText(quarters: LedgerQuarters): string {
  const lines = new Map<string, (LedgerLine | undefined)[]>()
  for (const [index, quarter] of quarters.entries()) {
    for (const line of quarter.lines) {
      const key = `${line.payer}/${line.coin}/${line.algorithm}`
      const columns = lines.get(key) ?? [undefined, undefined, undefined, undefined]
      if (columns[index] !== undefined) throw new Error(`A quarter-hour has two lines of ${key}.`)
      columns[index] = line
      lines.set(key, columns)
    }
  }
  const text = [...lines.values()].map((columns) => {
    const { payer, coin, algorithm } = columns.find((line) => line !== undefined) ?? NO_LINE
    return [
      payer,
      coin,
      algorithm,
      column(columns.map((line) => written(line?.coinPico))),
      column(columns.map((line) => written(line?.revenueNano))),
      // A line that is not there has no time of work, not even 0.
      column(columns.map((line) => line?.workMs ?? null)),
      column(columns.map((line) => line?.unvaluedMs ?? 0)),
    ]
  })
  return JSON.stringify({
    l: text,
    c: column(quarters.map(({ costNano }) => written(costNano))),
    e: column(quarters.map(({ energyMilliWh }) => written(energyMilliWh))),
    s: column(quarters.map(({ seenMs }) => seenMs)),
    u: column(quarters.map(({ unpoweredMs }) => unpoweredMs)),
    i: column(quarters.map(({ siteId }) => siteId)),
    ...(quarters.some(({ uncostedMs = 0 }) => uncostedMs > 0)
      ? { x: column(quarters.map(({ uncostedMs = 0 }) => uncostedMs)) }
      : {}),
  })
}

const NO_LINE = { payer: '', coin: '', algorithm: '' }

type Written = number | string | null

function written(amount: bigint | undefined): Written {
  if (amount === undefined) return null
  const number = Number(amount)
  return Number.isSafeInteger(number) ? number : String(amount)
}

function column<Value>(values: Value[]): Value | Value[] | undefined {
  const [first] = values
  return values.every((value) => value === first) ? first : values
}

const byQuarter = <Value extends z.ZodType>(value: Value) => z.union([value, z.tuple([value, value, value, value])])
const amounts = byQuarter(z.union([z.int(), z.string().regex(/^-?\d+$/)]).nullable())
const spans = byQuarter(z.int())

const storedLines = z.object({
  l: z.array(z.tuple([z.string(), z.string(), z.string(), amounts, amounts, byQuarter(z.int().nullable()), spans])),
  c: amounts,
  e: amounts,
  s: spans,
  u: spans,
  i: spans,
  x: spans.optional(),
})

/** What {@link linesText} wrote. Throws for anything else: an amount must not vanish from a sum unnoticed. */
export function linesFrom(text: string): LedgerQuarters {
  return quartersOf(storedLines.parse(JSON.parse(text)))
}

/** The same of a text that this process has just written, which need not be checked: a year has millions of them. */
export function linesJustWritten(text: string): LedgerQuarters {
  return quartersOf(JSON.parse(text) as z.infer<typeof storedLines>)
}

function quartersOf(stored: z.infer<typeof storedLines>): LedgerQuarters {
  const quarters: LedgerQuarters = [emptyQuarter(0), emptyQuarter(0), emptyQuarter(0), emptyQuarter(0)]
  for (const [index, quarter] of quarters.entries()) {
    quarter.siteId = at(stored.i, index)
    quarter.seenMs = at(stored.s, index)
    quarter.unpoweredMs = at(stored.u, index)
    quarter.energyMilliWh = readAmount(at(stored.e, index)) ?? 0n
    const costNano = readAmount(at(stored.c, index))
    if (costNano !== undefined) quarter.costNano = costNano
    const uncostedMs = stored.x === undefined ? 0 : at(stored.x, index)
    if (uncostedMs > 0) quarter.uncostedMs = uncostedMs
    for (const [payer, coin, algorithm, coinPico, revenueNano, workMs, unvaluedMs] of stored.l) {
      const worked = at(workMs, index)
      if (worked === null) continue
      const line: LedgerLine = { payer, coin, algorithm, workMs: worked, unvaluedMs: at(unvaluedMs, index) }
      const pico = readAmount(at(coinPico, index))
      if (pico !== undefined) line.coinPico = pico
      const nano = readAmount(at(revenueNano, index))
      if (nano !== undefined) line.revenueNano = nano
      quarter.lines.push(line)
    }
  }
  return quarters
}

function at<Value extends number | string | null>(values: Value | Value[], index: number): Value {
  if (!Array.isArray(values)) return values
  const value = values[index]
  if (value === undefined) throw new Error('An hour has four quarters.')
  return value
}

function readAmount(value: Written): bigint | undefined {
  return value === null ? undefined : BigInt(value)
}
