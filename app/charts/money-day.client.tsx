'use client'

import './register'
import type { ChartData, ChartOptions, ScriptableContext } from 'chart.js'
import { useMemo, useRef } from 'react'
import { Line } from 'react-chartjs-2'
import { formatClock, formatMoney } from '#lib/domain/format'
import { timeScale, tooltipStyle, valueScale } from './chart-style'
import classes from './charts.module.css'
import { useColours, withOpacity } from './colours.client'
import { hatch } from './hatch'
import { type Overlay, overlayPlugin } from './overlays'
import { timeTicks } from './time-ticks'
import { valueAxis } from './value-axis'

/** A span of the day with one price of a kWh, in words and in as few as can be. */
export type DayPrice = { fromMs: number; toMs: number; label: string; short: string; cheap: boolean }

export type MoneySlots = { atMs: number[]; revenue: (number | null)[]; cost: (number | null)[] }

const QUARTER_MS = 900_000

/** Revenue against cost over one local day, a point a quarter-hour: revenue a solid area, cost dashed and hatched. */
export function MoneyDay({
  slots,
  fromMs,
  toMs,
  nowMs,
  timeZone,
  currency,
  prices,
}: {
  slots: MoneySlots
  fromMs: number
  toMs: number
  nowMs: number
  timeZone: string
  currency: string
  /** The tariff of the day where it changes; the cheapest spans are tinted. */
  prices: DayPrice[]
}) {
  const colours = useColours()
  const overlay = useRef<Overlay>({ gaps: [], gapColour: '', thresholds: [], moments: [], lineColour: '' })
  const plugins = useMemo(() => [overlayPlugin(() => overlay.current)], [])
  if (colours) {
    overlay.current = {
      gaps: [],
      gapColour: colours.muted,
      thresholds: [],
      moments: [{ atMs: nowMs, label: 'now', colour: colours.muted, low: true }],
      labelled: prices.map(({ cheap, ...span }) => ({
        ...span,
        colour: colours.muted,
        tint: cheap ? withOpacity(colours.muted, 0.07) : undefined,
      })),
      lineColour: colours.muted,
    }
  }
  const data = useMemo<ChartData<'line', Point[]>>(() => {
    if (!colours) return { datasets: [] }
    // A quarter-hour that has not ended would look like a collapse.
    const ended = slots.atMs.filter((at) => at + QUARTER_MS <= nowMs)
    const points = (values: (number | null)[]) =>
      ended.flatMap((at, index) => {
        const y = values[index] ?? null
        return index === ended.length - 1
          ? [
              { x: at, y },
              { x: at + QUARTER_MS, y },
            ]
          : [{ x: at, y }]
      })
    return {
      datasets: [
        {
          label: 'cost',
          data: points(slots.cost),
          borderColor: colours.cost,
          borderDash: [5, 3],
          backgroundColor: (context: ScriptableContext<'line'>) =>
            hatch(context.chart.ctx, withOpacity(colours.cost, 0.42)),
          fill: 'origin',
        },
        {
          label: 'revenue',
          data: points(slots.revenue),
          borderColor: colours.revenue,
          // What lies between the two is the profit, or the loss.
          fill: { target: 0, above: withOpacity(colours.revenue, 0.2), below: withOpacity(colours.critical, 0.25) },
        },
      ],
    }
  }, [slots, colours, nowMs])

  const options = useMemo<ChartOptions<'line'>>(() => {
    if (!colours) return {}
    const known = [...slots.revenue, ...slots.cost].filter((value) => value !== null)
    const axis = valueAxis(Math.min(0, ...known), Math.max(0.0001, ...known) * 1.1)
    return {
      parsing: false,
      normalized: true,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { right: 16, top: 4 } },
      elements: { point: { radius: 0, hoverRadius: 0 }, line: { borderWidth: 1.75, borderJoinStyle: 'round' } },
      scales: {
        x: timeScale(colours, fromMs, toMs, timeTicks(fromMs, toMs, timeZone, 5)),
        y: valueScale(colours, axis, (value) => (value === 0 ? '0' : formatMoney(value, currency))),
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipStyle(colours),
          itemSort: (one, other) => other.datasetIndex - one.datasetIndex,
          callbacks: {
            title: (items) => {
              const at = slots.atMs[items[0]?.dataIndex ?? -1]
              return at === undefined ? '' : `${formatClock(at, timeZone)} to ${formatClock(at + QUARTER_MS, timeZone)}`
            },
            label: (item) =>
              `${item.dataset.label} ${item.parsed.y === null ? 'unknown' : formatMoney(item.parsed.y, currency)}`,
          },
        },
      },
    }
  }, [slots, colours, fromMs, toMs, timeZone, currency])

  return (
    <div className={classes.panel} style={{ height: 216 }}>
      {colours ? (
        <Line
          data={data}
          options={options}
          plugins={plugins}
          updateMode="none"
          role="img"
          aria-label={`Today until ${formatClock(nowMs, timeZone)}: revenue ${formatMoney(sum(slots.revenue), currency)}, cost ${formatMoney(sum(slots.cost), currency)}`}
        />
      ) : null}
    </div>
  )
}

/** The two ways of drawing, told apart without their hues. */
export function MoneyLegend() {
  return (
    <span className={classes.legend}>
      <span>
        <svg width="16" height="4" aria-hidden="true">
          <path d="M0 2h16" stroke="var(--revenue)" strokeWidth="2" />
        </svg>
        revenue
      </span>
      <span>
        <svg width="16" height="4" aria-hidden="true">
          <path d="M0 2h16" stroke="var(--cost)" strokeWidth="2" strokeDasharray="4 2" />
        </svg>
        cost
      </span>
    </span>
  )
}

type Point = { x: number; y: number | null }

function sum(values: (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}
