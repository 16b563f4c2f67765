'use client'

import { dayInWords } from '#lib/domain/date-words'
import '../../charts/register'
import type { ChartData, ChartOptions } from 'chart.js'
import { useMemo, useRef } from 'react'
import { Line } from 'react-chartjs-2'
import { formatMoney } from '#lib/domain/format'
import type { InvestmentOverview } from '#lib/wire/investment'
import { timeScale, tooltipStyle, valueScale } from '../../charts/chart-style'
import { useColours, withOpacity } from '../../charts/colours.client'
import { type Overlay, overlayPlugin } from '../../charts/overlays'
import { timeTicks } from '../../charts/time-ticks'
import { axisNumber, valueAxis } from '../../charts/value-axis'
import earnings from '../earnings.module.css'

type Shown = Pick<InvestmentOverview, 'course' | 'currency' | 'nowMs' | 'timeZone'> & { name: string }

/** Outlay as steps against profit as it added up, and beyond now the band in which profit may go on, dashed. */
export function InvestmentChart({ course, currency, nowMs, timeZone, name }: Shown) {
  const colours = useColours()
  const overlay = useRef<Overlay>({ gaps: [], gapColour: '', thresholds: [], moments: [], lineColour: '' })
  const plugins = useMemo(() => [overlayPlugin(() => overlay.current)], [])
  if (colours) {
    overlay.current = {
      gaps: [],
      gapColour: colours.muted,
      thresholds: [],
      moments: [{ atMs: nowMs, label: 'now', colour: colours.muted, low: true }],
      lineColour: colours.muted,
    }
  }
  const { outlay, earned, ahead } = course
  const lastOutlay = outlay.at(-1)?.amount ?? 0
  const endMs = ahead.at(-1)?.atMs ?? nowMs
  const startMs = Math.min(nowMs, outlay[0]?.atMs ?? nowMs, earned[0]?.atMs ?? nowMs)
  const data = useMemo<ChartData<'line', { x: number; y: number }[]>>(() => {
    if (!colours) return { datasets: [] }
    const points = (list: { atMs: number; amount: number }[]) =>
      list.map(({ atMs, amount }) => ({ x: atMs, y: amount }))
    const aheadOf = (value: 'low' | 'steady' | 'high') => ahead.map((each) => ({ x: each.atMs, y: each[value] }))
    const forecast = { borderColor: colours.revenue, borderDash: [5, 3] }
    return {
      datasets: [
        {
          label: 'outlay',
          data: [...points(outlay), { x: endMs, y: lastOutlay }],
          borderColor: colours.cost,
          stepped: true,
        },
        { label: 'profit', data: points(earned), borderColor: colours.revenue },
        { label: 'if all stays as it is', data: aheadOf('steady'), ...forecast },
        { label: 'at worst', data: aheadOf('low'), ...forecast, borderWidth: 1 },
        {
          label: 'at best',
          data: aheadOf('high'),
          ...forecast,
          borderWidth: 1,
          backgroundColor: withOpacity(colours.revenue, 0.15),
          fill: '-1',
        },
      ],
    }
  }, [outlay, earned, ahead, endMs, lastOutlay, colours])

  const options = useMemo<ChartOptions<'line'>>(() => {
    if (!colours) return {}
    const values = [
      ...outlay.map(({ amount }) => amount),
      ...earned.map(({ amount }) => amount),
      ...ahead.flatMap(({ low, high }) => [low, high]),
    ]
    // A price that doubles for years would leave the past at the bottom as a line.
    const highest = Math.max(1, lastOutlay * 2, ...earned.map(({ amount }) => amount))
    const lowest = Math.min(0, ...earned.map(({ amount }) => amount), -highest / 2)
    const axis = valueAxis(Math.max(lowest, Math.min(0, ...values)), Math.min(highest, Math.max(1, ...values)))
    return {
      parsing: false,
      normalized: true,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      layout: { padding: { right: 16, top: 4 } },
      elements: { point: { radius: 0, hoverRadius: 0 }, line: { borderWidth: 1.75, borderJoinStyle: 'round' } },
      scales: {
        x: timeScale(colours, startMs, endMs, timeTicks(startMs, endMs, timeZone, 6)),
        y: valueScale(colours, axis, (value) => axisNumber(value, axis.step).replace('-', '−')),
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipStyle(colours),
          callbacks: {
            title: (items) => (items[0] ? dayInWords(items[0].parsed.x ?? nowMs, timeZone) : ''),
            label: ({ dataset, parsed }) => `${dataset.label} ${formatMoney(parsed.y ?? undefined, currency)}`,
          },
        },
      },
    }
  }, [outlay, earned, ahead, lastOutlay, startMs, endMs, nowMs, timeZone, currency, colours])

  return (
    <div className={earnings.chart}>
      {colours ? (
        <Line
          data={data}
          options={options}
          plugins={plugins}
          updateMode="none"
          role="img"
          aria-label={`${name}: outlay ${formatMoney(lastOutlay, currency)}, profit so far ${formatMoney(earned.at(-1)?.amount, currency, { signed: true })}. The table below has every figure.`}
        />
      ) : null}
    </div>
  )
}

/** The three ways of drawing, told apart without their hues. */
export function InvestmentLegend() {
  return (
    <span className={earnings.legend}>
      <span>
        <svg width="16" height="8" aria-hidden="true">
          <path d="M0 7h8V1h8" stroke="var(--cost)" strokeWidth="1.75" fill="none" />
        </svg>
        outlay
      </span>
      <span>
        <svg width="16" height="4" aria-hidden="true">
          <path d="M0 2h16" stroke="var(--revenue)" strokeWidth="2" />
        </svg>
        profit
      </span>
      <span>
        <svg width="16" height="4" aria-hidden="true">
          <path d="M0 2h16" stroke="var(--revenue)" strokeWidth="2" strokeDasharray="4 2" />
        </svg>
        what may come
      </span>
    </span>
  )
}
