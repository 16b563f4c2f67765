import { type CalculationOptions, calculateDay } from './calculate-day.ts'
import { CommandProblem } from './command-problem.ts'
import { print } from './with-database.ts'

export async function run(options: CalculationOptions & { json?: boolean }): Promise<void> {
  const result = calculateDay(options, Date.now())
  if (!result.ok) throw new CommandProblem(result.reason)
  if (options.json) {
    print(JSON.stringify(result.day))
    return
  }
  const { day } = result
  const digits = (value: number) => String(Number(value.toPrecision(9)))
  print(`coin per day      ${digits(day.coinPerDay)} ${options.coin?.toUpperCase()}`)
  print(`revenue per day   ${digits(day.revenuePerDay)}`)
  print(`energy per day    ${digits(day.energyKwhPerDay)} kWh`)
  print(`cost per day      ${digits(day.costPerDay)}`)
  print(`profit per day    ${digits(day.profitPerDay)}`)
  print(`efficiency        ${digits(day.joulesPerTerahash)} J/TH`)
  print(`breaks even at    ${digits(day.breakEvenTariff)} per kWh`)
}
