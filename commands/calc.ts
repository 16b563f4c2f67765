import { describeAlgorithm } from '#lib/domain/algorithms'
import { coinBySymbol } from '#lib/domain/coins'
import { calculateDay } from './calculate-day.ts'
import { CommandProblem } from './command-problem.ts'
import type { CalculationOptions } from './day-options.ts'
import { print } from './with-database.ts'

export async function run(options: CalculationOptions & { json?: boolean }): Promise<void> {
  const result = calculateDay(options, Date.now())
  if (!result.ok) throw new CommandProblem(result.reason)
  if (options.json) {
    print(JSON.stringify(result.day))
    return
  }
  const { day, coin, algorithm } = result
  const { efficiencyPer, efficiencyUnit } = describeAlgorithm(algorithm)
  const digits = (value: number) => String(Number(value.toPrecision(9)))
  print(`coin per day      ${digits(day.coinPerDay)} ${coin}`)
  if (day.merged) print(`merged per day    ${digits(day.merged.coinPerDay)} ${day.merged.coin}`)
  if (day.merged === null) {
    print(`not counted       ${coinBySymbol(coin)?.mergedWith} (give --merged-difficulty and --merged-price)`)
  }
  print(`revenue per day   ${digits(day.revenuePerDay)}`)
  print(`energy per day    ${digits(day.energyKwhPerDay)} kWh`)
  print(`cost per day      ${digits(day.costPerDay)}`)
  print(`profit per day    ${digits(day.profitPerDay)}`)
  print(`efficiency        ${digits((day.joulesPerTerahash / 1e12) * efficiencyPer)} ${efficiencyUnit}`)
  print(`breaks even at    ${digits(day.breakEvenTariff)} per kWh`)
}
