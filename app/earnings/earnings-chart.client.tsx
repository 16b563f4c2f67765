'use client'

import '../charts/register'
import type { ChartData, ChartOptions, ScriptableContext } from 'chart.js'
import { useMemo } from 'react'
import { Chart } from 'react-chartjs-2'
import { formatMoney } from '#lib/domain/format'
import type { EarningsPeriod, EarningsRow } from '#lib/wire/earnings'
import { tooltipStyle, valueScale } from '../charts/chart-style'
import { useColours } from '../charts/colours.client'
import { hatch } from '../charts/hatch'
import { axisNumber, valueAxis } from '../charts/value-axis'
import classes from './earnings.module.css'
import { labelInWords, totalOf } from './row-words'

/** Bars of revenue (solid) and cost (hatched) side by side, and profit as a line over them. Unknown is a gap. */
export function EarningsChart({
  rows,
  period,
  currency,
}: {
  rows: EarningsRow[]
  period: EarningsPeriod
  currency: string
}) {
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
        { ...bars, label: 'revenue', data: rows.map((row) => row.revenue ?? null), backgroundColor: colours.revenue },
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
  }, [rows, colours])

  const options = useMemo<ChartOptions<'bar' | 'line'>>(() => {
    if (!colours) return {}
    const known = rows
      .flatMap(({ revenue, cost, profit }) => [revenue, cost, profit])
      .filter((value) => value !== undefined)
    const axis = valueAxis(Math.min(0, ...known), Math.max(0.0001, ...known))
    return {
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
              `${dataset.label} ${parsed.y === null ? 'unknown' : formatMoney(parsed.y, currency, { signed: dataset.label === 'profit' })}`,
          },
        },
      },
    }
  }, [rows, colours, period, currency])

  const total = totalOf(rows)
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

const ORDER = ['revenue', 'cost', 'profit']

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
    </span>
  )
}
