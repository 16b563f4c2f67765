import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type LedgerQuarter, plus } from '#lib/domain/ledger/entry'
import { rigQuarter } from '#lib/domain/ledger/rig-quarter'
import type { RigHour } from '#lib/domain/rollup'
import type { Tariff } from '#lib/domain/tariff'
import { valueHour } from '#lib/domain/valuation'

const HOUR = 3_600_000
const month = Date.UTC(2026, 10, 1)

const tariff: Tariff = {
  pricePerKwh: 0.12,
  windows: [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 22 * 60, toMinute: 6 * 60, pricePerKwh: 0.06 }],
  fixedPerMonth: 0,
  overheadPercent: 0,
}
const seen = { source: 'the document', observedAtMs: month }
const settings = {
  assignments: [
    ...[{ algorithm: 'sha256d', fromMs: 0, payer: 'pool' as const, coin: 'BTC', scheme: 'fpps' as const }].map(
      (one) => ({
        ...one,
        ...{ poolFeePercent: 2, assumed: false },
      }),
    ),
  ],
  rates: {
    currency: 'USD',
    price: (coin: string) => ({ coin, currency: 'USD', price: 90_000, ...seen }),
    network: (coin: string) => ({ coin, difficulty: 150e12, rewardPerBlock: 3.125, ...seen }),
    marketplace: () => undefined,
  },
  places: [{ fromMs: 0, timeZone: 'UTC', tariff }],
}

test('the worked month of the documentation is what the ledger says of it', () => {
  const table = tableUnder('### A worked month')
  const day: LedgerQuarter[] = []
  const night: LedgerQuarter[] = []
  for (let hourMs = month; hourMs < month + 30 * 24 * HOUR; hourMs += HOUR) {
    const hour = s19Hour(hourMs)
    const { quarters } = valueHour(hour, settings)
    const booked = ([0, 1, 2, 3] as const).map((index) => rigQuarter(1, hour, index, quarters[index]))
    const clock = new Date(hourMs).getUTCHours()
    ;(clock >= 6 && clock < 22 ? day : night).push(...booked)
  }
  for (const [column, quarters] of [day, night, [...day, ...night]].entries()) {
    const said = (row: string) => table.get(row)?.[column]
    const sums = summed(quarters)
    const hours = quarters.length / 4
    expect(said('hours')).toBe(grouped(String(hours)))
    expect(said('kWh')).toBe(grouped(String(sums.energyMilliWh / 1_000_000n)))
    expect(said('hashes, 10¹⁸')).toBe(grouped(String((hours * 3600 * 1e14) / 1e18)))
    expect(said('BTC')).toBe(decimal(sums.coinPico, 12))
    expect(said('revenue')).toBe(decimal(sums.revenueNano, 9))
    expect(said('cost')).toBe(decimal(sums.costNano, 9).slice(0, -7))
    expect(said('profit')).toBe(decimal(sums.revenueNano - sums.costNano, 9))
    expect(said('per kWh')).toBe((Number(sums.costNano) / 1e3 / Number(sums.energyMilliWh)).toFixed(2))
  }
})

function s19Hour(hourMs: number): RigHour {
  return {
    ...{ hourMs, readings: 60, seconds: [900, 900, 900, 900], poweredSeconds: [900, 900, 900, 900] },
    ...{ energyWattHours: [750, 750, 750, 750], hashingSeconds: 3600, pausedSeconds: 0 },
    work: [
      { algorithm: 'sha256d', hashes: [9e16, 9e16, 9e16, 9e16], seconds: 3600, accepted: 0, rejected: 0, stale: 0 },
    ],
  }
}

function summed(quarters: LedgerQuarter[]) {
  const sums = { coinPico: 0n, revenueNano: 0n, costNano: 0n, energyMilliWh: 0n }
  for (const { lines, costNano, energyMilliWh } of quarters) {
    for (const line of lines) {
      sums.coinPico = plus(sums.coinPico, line.coinPico) ?? 0n
      sums.revenueNano = plus(sums.revenueNano, line.revenueNano) ?? 0n
    }
    sums.costNano += costNano ?? 0n
    sums.energyMilliWh += energyMilliWh
  }
  return sums
}

/** Rows of the first table under a heading: their cells by the first one. */
function tableUnder(heading: string): Map<string, string[]> {
  const text = readFileSync(new URL('../../docs/earnings.md', import.meta.url), 'utf8').split(heading)[1] ?? ''
  const rows =
    text
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| ')) ?? []
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  return new Map(cells.map(([name = '', ...values]) => [name, values]))
}

function decimal(amount: bigint, digits: number): string {
  const size = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0')
  return `${amount < 0n ? '-' : ''}${grouped(size.slice(0, -digits))}.${size.slice(-digits)}`
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',')
}
