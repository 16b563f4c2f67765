'use client'

import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { formatMoney } from '#lib/domain/format'
import type { PlanBasis } from '#lib/domain/planner/plan-basis'
import { profitGrid, type Supposition } from '#lib/domain/planner/what-if'
import { Card } from '../ui/card'
import classes from './heat-map.module.css'
import { signedPercent } from './plan-words'

const PRICES = [-50, -30, -15, 0, 15, 30, 50, 100]
const DIFFICULTIES = [-20, -10, 0, 10, 20, 40, 80]

/** Profit a day over price and difficulty. Each field can be pressed, and is then what is supposed; arrows lead about. */
export function HeatMap({
  basis,
  supposition,
  onChoose,
}: {
  basis: PlanBasis
  supposition: Supposition
  onChoose: (pricePercent: number, difficultyPercent: number) => void
}) {
  const { currency } = basis
  const grid = useMemo(
    () => profitGrid(basis, supposition, PRICES.map(factorOf), DIFFICULTIES.map(factorOf)),
    [basis, supposition],
  )
  const most = Math.max(...grid.flat().map(({ profit }) => Math.abs(profit)), 1e-9)
  const [at, setAt] = useState({ row: 2, column: 3 })
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const row = Math.min(DIFFICULTIES.length - 1, Math.max(0, at.row + step.row))
    const column = Math.min(PRICES.length - 1, Math.max(0, at.column + step.column))
    setAt({ row, column })
    body.current?.querySelector<HTMLButtonElement>(`[data-at="${row}-${column}"]`)?.focus()
  }
  return (
    <Card title="Profit a day by price and difficulty" aside={<Legend />} className={classes.card}>
      <div className={classes.scroll}>
        <table className={classes.map} aria-label="Profit a day by price and difficulty">
          <thead>
            <tr>
              <th scope="col">Difficulty, price</th>
              {PRICES.map((price) => (
                <th key={price} scope="col">
                  {signedPercent(price / 100)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={move}>
            {grid.map((cells, row) => {
              const difficulty = DIFFICULTIES[row] ?? 0
              return (
                <tr key={difficulty}>
                  <th scope="row">{signedPercent(difficulty / 100)}</th>
                  {cells.map(({ profit }, column) => {
                    const price = PRICES[column] ?? 0
                    const chosen =
                      near(supposition.priceFactor, factorOf(price)) &&
                      near(supposition.difficultyFactor, factorOf(difficulty))
                    return (
                      <td key={price} style={tint(profit, most)}>
                        <button
                          type="button"
                          data-at={`${row}-${column}`}
                          tabIndex={at.row === row && at.column === column ? 0 : -1}
                          aria-pressed={chosen}
                          onFocus={() => setAt({ row, column })}
                          onClick={() => onChoose(price, difficulty)}
                        >
                          {formatMoney(profit, currency, { signed: true })}
                          <span className="visually-hidden">
                            , price {signedPercent(price / 100)}, difficulty {signedPercent(difficulty / 100)}
                          </span>
                        </button>
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Legend() {
  return (
    <span className={classes.legend}>
      <span>
        <span className={classes.swatch} style={tint(1, 1)} aria-hidden="true" /> + earns
      </span>
      <span>
        <span className={classes.swatch} style={tint(-1, 1)} aria-hidden="true" /> − loses
      </span>
    </span>
  )
}

const STEPS: Readonly<Record<string, { row: number; column: number } | undefined>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
}

/** At most so much of a hue, that the figure on it keeps its contrast. */
const DEEPEST = 30

function tint(profit: number, most: number): { background: string } {
  const part = Math.round(4 + (DEEPEST - 4) * Math.min(1, Math.abs(profit) / most))
  return { background: `color-mix(in srgb, var(--${profit < 0 ? 'critical' : 'good'}) ${part}%, var(--surface))` }
}

function factorOf(percent: number): number {
  return 1 + percent / 100
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) < 1e-9
}
