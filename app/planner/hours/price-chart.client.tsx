'use client'

import '../../charts/register'
import type { ChartData, ChartOptions, ScriptableContext } from 'chart.js'
import { useMemo } from 'react'
import { Chart } from 'react-chartjs-2'
import { formatMoney } from '#lib/domain/format'
import { tooltipStyle, valueScale } from '../../charts/chart-style'
import { useColours } from '../../charts/colours.client'
import { hatch } from '../../charts/hatch'
import { axisNumber, valueAxis } from '../../charts/value-axis'
import classes from '../planner.module.css'
import { clock, runWord, runWords, type SitePlan } from './site-plan'

/** Bars of what a kWh costs, solid where it is worth running and hatched where not, under the line of what it brings. */
export function PriceChart({ site, currency }: { site: SitePlan; currency: string }) {
  const colours = useColours()
  const { hours, timeZone } = site
  const data = useMemo<ChartData<'bar' | 'line', (number | null)[], string>>(() => {
    if (!colours) return { labels: [], datasets: [] }
    const bars = (run: boolean) =>
      hours.map((hour) => ((hour.run ?? false) === run ? (hour.pricePerKwh ?? null) : null))
    const shape = { type: 'bar' as const, grouped: false, borderRadius: 2, categoryPercentage: 0.9, barPercentage: 0.9 }
    return {
      labels: hours.map(({ from }) => clock(from, timeZone)),
      datasets: [
        {
          type: 'line',
          label: 'brings',
          data: hours.map(({ breakEvenPerKwh }) => breakEvenPerKwh ?? null),
          borderColor: colours.text,
          borderWidth: 1.75,
          borderDash: [5, 3],
          pointRadius: 0,
        },
        // A function: of plain values that bars share, Chart.js keeps the first in updates without motion.
        { ...shape, label: 'costs, run', data: bars(true), backgroundColor: () => colours.cost },
        {
          ...shape,
          label: 'costs, do not run',
          data: bars(false),
          backgroundColor: (context: ScriptableContext<'bar'>) => hatch(context.chart.ctx, colours.cost, 5),
          borderColor: colours.cost,
          borderWidth: 1,
        },
      ],
    }
  }, [hours, timeZone, colours])
  const options = useMemo<ChartOptions<'bar' | 'line'>>(() => {
    if (!colours) return {}
    const known = hours.flatMap(({ pricePerKwh, breakEvenPerKwh }) => [pricePerKwh ?? 0, breakEvenPerKwh ?? 0])
    const axis = valueAxis(Math.min(0, ...known), Math.max(0.0001, ...known))
    return {
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 4 } },
      scales: {
        x: {
          border: { display: false },
          grid: { display: false },
          ticks: { color: colours.muted, maxRotation: 0, autoSkipPadding: 16 },
        },
        y: valueScale(colours, axis, (value) => axisNumber(value, axis.step).replace('-', '−')),
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipStyle(colours),
          filter: ({ parsed }) => parsed.y !== null,
          callbacks: {
            title: (items) => {
              const hour = hours[items[0]?.dataIndex ?? -1]
              return hour ? `${clock(hour.from, timeZone)} to ${clock(hour.to, timeZone)}: ${runWord(hour.run)}` : ''
            },
            label: ({ dataset, parsed }) =>
              `${dataset.label?.split(',')[0]} ${formatMoney(parsed.y ?? undefined, currency, { perKwh: true })}`,
          },
        },
      },
    }
  }, [hours, timeZone, colours, currency])
  return (
    <div className={classes.chart}>
      {colours ? (
        <Chart
          type="bar"
          data={data}
          options={options}
          updateMode="none"
          role="img"
          aria-label={`What a kWh costs in each of ${hours.length} hours, and what it brings. Worth running: ${runWords(
            hours.map(({ run }) => run),
            site,
          )}. The table below has every hour.`}
        />
      ) : null}
    </div>
  )
}

/** The three ways of drawing, told apart without their hues. */
export function PriceLegend() {
  return (
    <span className={classes.legend}>
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <rect width="12" height="12" rx="2" fill="var(--cost)" />
        </svg>
        costs, run
      </span>
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <rect x="0.5" y="0.5" width="11" height="11" rx="2" fill="none" stroke="var(--cost)" />
          <path d="M2 11 11 2M0.5 7 7 0.5M5 12l7-7" stroke="var(--cost)" />
        </svg>
        costs, pause
      </span>
      <span>
        <svg width="16" height="4" aria-hidden="true">
          <path d="M0 2h16" stroke="var(--text)" strokeWidth="1.75" strokeDasharray="5 3" />
        </svg>
        brings
      </span>
    </span>
  )
}
