'use client'

import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatPercent } from '#lib/domain/format'
import { ASSUMED_POOL_FEE_PERCENT } from '#lib/domain/limits'
import type { ComparedMachine } from '#lib/domain/planner/compare-machines'
import { parseOptionalDecimal } from '../../forms/decimal'
import { DecimalInput } from '../../forms/decimal-input.client'
import table from '../../forms/table.module.css'
import { Card } from '../../ui/card'
import { ScrollTable } from '../../ui/scroll-table'
import classes from '../planner.module.css'
import { MachineRow } from './machine-row.client'
import { type MachineColumn, orderMachines } from './order-machines'

const COLUMNS: { column: MachineColumn; name: string; downFirst: boolean }[] = [
  { column: 'model', name: 'Machine', downFirst: false },
  { column: 'efficiency', name: 'Efficiency', downFirst: false },
  { column: 'watts', name: 'Power', downFirst: false },
  { column: 'revenue', name: 'Revenue a day', downFirst: true },
  { column: 'cost', name: 'Cost a day', downFirst: false },
  { column: 'profit', name: 'Profit a day', downFirst: true },
  { column: 'breakEven', name: 'Break-even', downFirst: true },
]

/** The machines known here, side by side at one tariff and at present rates. */
export function Machines({
  machines,
  currency,
  pricePerKwh,
}: {
  machines: ComparedMachine[]
  currency: string
  pricePerKwh?: number
}) {
  const [tariff, setTariff] = useState(pricePerKwh === undefined ? '' : String(Number(pricePerKwh.toFixed(4))))
  const [algorithm, setAlgorithm] = useState('all')
  const [order, setOrder] = useState<{ column: MachineColumn; down: boolean }>({ column: 'profit', down: true })
  const price = parseOptionalDecimal(tariff)
  const rows = useMemo(
    () =>
      orderMachines(machines, {
        ...order,
        algorithm,
        pricePerKwh: price !== undefined && Number.isFinite(price) ? price : undefined,
      }),
    [machines, order, algorithm, price],
  )
  const algorithms = useMemo(() => [...new Set(machines.map((machine) => machine.algorithm))], [machines])
  return (
    <>
      <div className={classes.picker}>
        <DecimalInput
          path="tariff"
          label="Price of a kWh"
          unit={`${currency}/kWh`}
          value={tariff}
          onChange={setTariff}
          error={Number.isNaN(price) ? 'Write a number, such as 0.12' : undefined}
        />
        <Select
          label="Algorithm"
          data={[
            { value: 'all', label: 'All' },
            ...algorithms.map((each) => ({ value: each, label: describeAlgorithm(each).label })),
          ]}
          value={algorithm}
          onChange={(chosen) => setAlgorithm(chosen ?? 'all')}
          allowDeselect={false}
        />
      </div>
      <Card title="Machines" note={`${rows.length}, at their makers’ figures`} flush>
        <ScrollTable label="Machines">
          <thead>
            <tr>
              {COLUMNS.map(({ column, name, downFirst }) => (
                <th
                  key={column}
                  scope="col"
                  className={column === 'model' ? undefined : table.number}
                  aria-sort={order.column !== column ? undefined : order.down ? 'descending' : 'ascending'}
                >
                  <button
                    type="button"
                    className={classes.sort}
                    onClick={() =>
                      setOrder((before) => ({ column, down: before.column === column ? !before.down : downFirst }))
                    }
                  >
                    {name}
                    <span aria-hidden="true">{order.column !== column ? '' : order.down ? ' ↓' : ' ↑'}</span>
                  </button>
                </th>
              ))}
              <th scope="col">Mining</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((machine) => (
              <MachineRow
                key={`${machine.model}/${machine.hashesPerSecond}`}
                machine={machine}
                currency={currency}
                pricePerKwh={price}
              />
            ))}
          </tbody>
        </ScrollTable>
        <p className={classes.below}>
          Revenue is of the coin that pays best today, less a pool fee of{' '}
          {formatPercent(ASSUMED_POOL_FEE_PERCENT / 100)}. It says nothing of difficulty to come, nor of what the
          machine costs: that is a question of payback.
        </p>
      </Card>
    </>
  )
}
