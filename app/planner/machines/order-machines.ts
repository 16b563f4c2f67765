import { type ComparedMachine, machineDay } from '#lib/domain/planner/compare-machines'

/** A machine with its day at the tariff asked for. */
export type PricedMachine = ComparedMachine & ReturnType<typeof machineDay>

export type MachineColumn = 'model' | 'efficiency' | 'watts' | 'revenue' | 'cost' | 'profit' | 'breakEven'

/** Machines at a price of a kWh, of one algorithm or all, in order of a column; what is not known stands last either way. */
export function orderMachines(
  machines: readonly ComparedMachine[],
  wanted: { algorithm: string; pricePerKwh: number | undefined; column: MachineColumn; down: boolean },
): PricedMachine[] {
  const { algorithm, pricePerKwh, column, down } = wanted
  const priced = machines
    .filter((machine) => algorithm === 'all' || machine.algorithm === algorithm)
    .map((machine) => ({ ...machine, ...machineDay(machine, pricePerKwh) }))
  return priced.sort((one, other) => {
    if (column === 'model') return (down ? -1 : 1) * one.model.localeCompare(other.model, 'en', { numeric: true })
    const [left, right] = [figureOf(one, column), figureOf(other, column)]
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
    return down ? right - left : left - right
  })
}

function figureOf(machine: PricedMachine, column: Exclude<MachineColumn, 'model'>): number | undefined {
  switch (column) {
    case 'efficiency':
      return machine.joulesPerHash
    case 'watts':
      return machine.watts
    case 'revenue':
      return machine.best?.revenue
    case 'cost':
      return machine.cost
    case 'profit':
      return machine.profit
    case 'breakEven':
      return machine.breakEvenPerKwh
  }
}
