'use client'

import { labelInWords } from '#lib/domain/date-words'
import '../charts/register'
import type { ChartData, ChartOptions, ScriptableContext } from 'chart.js'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { Chart } from 'react-chartjs-2'
import { formatMoney } from '#lib/domain/format'
import type { EarningsReport } from '#lib/wire/earnings'
import { tooltipStyle, valueScale } from '../charts/chart-style'
import { useColours } from '../charts/colours.client'
import { hatch } from '../charts/hatch'
import { axisNumber, valueAxis } from '../charts/value-axis'
import classes from './earnings.module.css'
import { closerHref, type EarningsQuery } from './earnings-query'

/**
 * Bars of revenue (solid) and cost (hatched) side by side, profit as a line over them, and on an axis of its own what
 * the profits add up to. Unknown is a gap. A press on a bar leads one step closer, as its row in the table does.
 */
export function EarningsChart({ report, query }: { report: EarningsReport; query: EarningsQuery }) {
  const { rows, period, currency, total } = report
  const router = useRouter()
  const addedUp = useMemo(() => cumulative(rows.map((row) => row.profit)), [rows])
  const colours = useColours()
  const data = useMemo<ChartData<'bar' | 'line', (number | null)[], string>>(() => {
    if (!colours) return { labels: [], datasets: [] }
    const bars = {
      type: 'bar' as const,
      borderRadius: 2,
      categoryPercentage: 0.8,
      barPercentage: 0.9,
      maxBarThickness: 28,
    }
    return {
      labels: rows.map((row) => row.label),
      datasets: [
        {
          type: 'line',
          label: 'profit',
          data: rows.map((row) => row.profit ?? null),
          borderColor: colours.text,
          borderWidth: 1.75,
          pointRadius: rows.length === 1 ? 3 : 0,
          pointBackgroundColor: colours.text,
          pointHitRadius: 8,
        },
        {
          type: 'line',
          label: 'added up',
          yAxisID: 'sum',
          data: addedUp,
          borderColor: colours.link,
          borderDash: [4, 4],
          borderWidth: 1.75,
          pointRadius: 0,
          pointHitRadius: 8,
        },
        {
          ...bars,
          label: 'revenue',
          data: rows.map((row) => row.revenue ?? null),
          // A function: of plain values that bars share, Chart.js keeps the first in updates without motion.
          backgroundColor: () => colours.revenue,
        },
        {
          ...bars,
          label: 'cost',
          data: rows.map((row) => row.cost ?? null),
          backgroundColor: (context: ScriptableContext<'bar'>) => hatch(context.chart.ctx, colours.cost, 5),
          borderColor: colours.cost,
          borderWidth: rows.length > 120 ? 0 : 1,
        },
      ],
    }
  }, [rows, colours, addedUp])

  const options = useMemo<ChartOptions<'bar' | 'line'>>(() => {
    if (!colours) return {}
    const known = rows
      .flatMap(({ revenue, cost, profit }) => [revenue, cost, profit])
      .filter((value) => value !== undefined)
    const axis = valueAxis(Math.min(0, ...known), Math.max(0.0001, ...known))
    const sums = addedUp.filter((value) => value !== null)
    const sumAxis = valueAxis(Math.min(0, ...sums), Math.max(0.0001, ...sums))
    return {
      onClick: (_, elements) => {
        const row = rows[elements[0]?.index ?? -1]
        if (row) router.push(closerHref(query, row.label), { scroll: false })
      },
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 4 } },
      scales: {
        x: {
          border: { display: false },
          grid: { display: false },
          ticks: {
            color: colours.muted,
            maxRotation: 0,
            autoSkipPadding: 16,
            callback: (_, index) => labelInWords(rows[index]?.label ?? '', period, true),
          },
        },
        y: valueScale(colours, axis, (value) => axisNumber(value, axis.step).replace('-', '−')),
        sum: {
          ...valueScale(colours, sumAxis, (value) => axisNumber(value, sumAxis.step).replace('-', '−')),
          position: 'right',
          grid: { display: false },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipStyle(colours),
          itemSort: (one, other) => ORDER.indexOf(one.dataset.label ?? '') - ORDER.indexOf(other.dataset.label ?? ''),
          callbacks: {
            title: (items) => {
              const row = rows[items[0]?.dataIndex ?? -1]
              return row ? `${labelInWords(row.label, period)}${row.open ? ', so far' : ''}` : ''
            },
            label: ({ dataset, parsed }) =>
              `${dataset.label} ${parsed.y === null ? 'unknown' : formatMoney(parsed.y, currency, { signed: dataset.label === 'profit' || dataset.label === 'added up' })}`,
          },
        },
      },
    }
  }, [rows, colours, period, currency, addedUp, router, query])

  return (
    <div className={classes.chart}>
      {colours ? (
        <Chart
          type="bar"
          data={data}
          options={options}
          updateMode="none"
          role="img"
          aria-label={`Bars of ${rows.length} ${period}s: revenue ${formatMoney(total.revenue, currency)}, cost ${formatMoney(total.cost, currency)}, profit ${formatMoney(total.profit, currency, { signed: true })}. The table below has every figure.`}
        />
      ) : null}
    </div>
  )
}

const ORDER = ['revenue', 'cost', 'profit', 'added up']

/** Running sum; unknown ones add nothing, and before the first known there is none. */
function cumulative(profits: (number | undefined)[]): (number | null)[] {
  let sum: number | null = null
  return profits.map((profit) => {
    if (profit !== undefined) sum = (sum ?? 0) + profit
    return sum
  })
}

/** The three ways of drawing, told apart without their hues. */
export function EarningsLegend() {
  return (
    <span className={classes.legend}>
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <rect width="12" height="12" rx="2" fill="var(--revenue)" />
        </svg>
        revenue
      </span>
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <rect x="0.5" y="0.5" width="11" height="11" rx="2" fill="none" stroke="var(--cost)" />
          <path d="M2 11 11 2M0.5 7 7 0.5M5 12l7-7" stroke="var(--cost)" />
        </svg>
        cost
      </span>
      <span>
        <svg width="16" height="4" aria-hidden="true">
          <path d="M0 2h16" stroke="var(--text)" strokeWidth="1.75" />
        </svg>
        profit
      </span>
      <span>
        <svg width="16" height="4" aria-hidden="true">
          <path d="M0 2h16" stroke="var(--link)" strokeWidth="1.75" strokeDasharray="4 3" />
        </svg>
        profit added up, at the right
      </span>
    </span>
  )
}
