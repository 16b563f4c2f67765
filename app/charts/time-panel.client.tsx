'use client'

import './register'
import type { ChartData, Chart as ChartInstance, ChartOptions } from 'chart.js'
import { useEffect, useMemo, useRef } from 'react'
import { Line } from 'react-chartjs-2'
import type { Band } from '#lib/wire/rig-chart'
import { timeScale, tooltipStyle, valueScale } from './chart-style'
import classes from './charts.module.css'
import { type ColourName, useColours, withOpacity } from './colours.client'
import type { Crosshair } from './crosshair'
import { gapsOf } from './gaps'
import { lonePointRadii } from './lone-points'
import { type Overlay, overlayPlugin } from './overlays'
import { timeTicks } from './time-ticks'
import { axisNumber, axisPrefix, valueAxis } from './value-axis'

/** A span that is marked behind the lines, such as an incident's, with its word at the top left where it fits. */
export type MarkedSpan = { fromMs: number; toMs: number; label: string; tone: 'muted' | 'warn' | 'critical' }

export type PanelLine = { name: string; band: Band; dashed?: boolean }

/** Room left and right of every panel, so that panels above each other share one time axis to the pixel. */
const LEFT = 52
const RIGHT = 56
const LINE_WIDTH = 1.75

/**
 * One quantity over time: mean as a line, minimum to maximum as a band, gaps open and hatched, thresholds dashed. The
 * chart is made once; new figures replace its data in place.
 */
export function TimePanel({
  name,
  unit,
  colour,
  lines,
  atMs,
  fromMs,
  toMs,
  timeZone,
  thresholds = [],
  marked = [],
  crosshair,
  format,
  formatMoment,
  scaled = true,
  height = 160,
}: {
  name: string
  /** Without its prefix: `H/s`, `W`, `°C`. */
  unit: string
  colour: ColourName
  lines: PanelLine[]
  atMs: number[]
  fromMs: number
  toMs: number
  timeZone: string
  thresholds?: { value: number; tone: 'warn' | 'critical' }[]
  marked?: MarkedSpan[]
  crosshair: Crosshair
  format: (value: number) => string
  formatMoment: (atMs: number) => string
  /** Whether large values get a prefix (kW, MH/s). */
  scaled?: boolean
  height?: number
}) {
  const colours = useColours()
  const chart = useRef<ChartInstance<'line', (number | null)[] | Point[]>>(null)
  const axis = useMemo(() => axisOf(lines, thresholds), [lines, thresholds])
  // A threshold whose words would stand where the unit does brings the unit along.
  const topmost = thresholds.find(({ value }) => value <= axis.max && value > axis.max - 0.15 * (axis.max - axis.min))
  const { factor, prefix } = scaled ? axisPrefix(axis.max) : { factor: 1, prefix: '' }

  const overlay = useRef<Overlay>(NOTHING)
  const plugins = useMemo(() => [overlayPlugin(() => overlay.current)], [])
  useEffect(() => crosshair.subscribe(() => chart.current?.draw()), [crosshair])

  const data = useMemo<ChartData<'line', Point[]>>(() => {
    if (!colours) return { datasets: [] }
    return { datasets: lines.flatMap((line) => datasetsOf(line, atMs, colours[colour])) }
  }, [lines, atMs, colours, colour])

  // A word, and the chart draws: not on every render, which a live page has many of.
  const markedKey = marked.map((span) => `${span.fromMs} ${span.toMs} ${span.tone}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what is drawn
  useEffect(() => chart.current?.draw(), [markedKey])

  if (colours) {
    const mean = combined(lines)
    overlay.current = {
      gaps: gapsOf(atMs, mean, fromMs, toMs),
      gapColour: withOpacity(colours.muted, 0.28),
      thresholds: thresholds.map(({ value, tone }) => ({
        value,
        label: thresholdWords(value / factor, axis.step / factor, value === topmost?.value ? `${prefix}${unit}` : ''),
        colour: colours[tone],
      })),
      moments: [],
      labelled: marked.map(({ fromMs, toMs, label, tone }) => ({
        ...{ fromMs, toMs, label, short: '', colour: colours[tone] },
        tint: withOpacity(colours[tone], 0.12),
      })),
      lineColour: colours.muted,
      crosshair,
    }
  }

  const options = useMemo<ChartOptions<'line'>>(() => {
    if (!colours) return {}
    return {
      parsing: false,
      normalized: true,
      spanGaps: false,
      events: ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { right: RIGHT, top: 4 } },
      elements: {
        point: { radius: 0, hoverRadius: 0, hitRadius: 0 },
        line: { borderWidth: LINE_WIDTH, borderJoinStyle: 'round' },
      },
      scales: {
        x: timeScale(colours, fromMs, toMs, timeTicks(fromMs, toMs, timeZone, 7)),
        y: {
          ...valueScale(colours, axis, (value) => axisNumber(value / factor, axis.step / factor)),
          afterFit: (scale) => {
            scale.width = LEFT
          },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipStyle(colours),
          filter: (item) => item.dataset.label !== undefined,
          callbacks: {
            title: (items) => (items[0] ? formatMoment(Number(items[0].parsed.x)) : ''),
            label: (item) => {
              const line = lines.find((candidate) => candidate.name === item.dataset.label)
              const low = line?.band.min[item.dataIndex]
              const high = line?.band.max[item.dataIndex]
              const value = item.parsed.y === null ? '—' : format(item.parsed.y)
              const words = [lines.length > 1 ? `${item.dataset.label}: ${value}` : value]
              if (low !== null && low !== undefined && high !== null && high !== undefined && high > low) {
                words.push(`${format(low)} to ${format(high)}`)
              }
              return words
            },
          },
        },
      },
    }
  }, [colours, fromMs, toMs, timeZone, axis, factor, format, formatMoment, lines])

  return (
    <div className={classes.panel} style={{ height }}>
      {topmost ? null : (
        <span className={classes.unit} aria-hidden="true">
          {prefix}
          {unit}
        </span>
      )}
      {colours ? (
        <Line
          ref={chart}
          data={data}
          options={options}
          plugins={plugins}
          updateMode="none"
          role="img"
          aria-label={`${name}: ${inWords(lines, format)}`}
        />
      ) : null}
    </div>
  )
}

type Point = { x: number; y: number | null }

const NOTHING: Overlay = { gaps: [], gapColour: '', thresholds: [], moments: [], lineColour: '' }

function datasetsOf(line: PanelLine, atMs: number[], colour: string): ChartData<'line', Point[]>['datasets'] {
  const points = (values: (number | null)[]) => atMs.map((x, index) => ({ x, y: values[index] ?? null }))
  const edge = { borderWidth: 0, borderColor: 'transparent', pointRadius: 0 }
  return [
    { data: points(line.band.min), ...edge },
    { data: points(line.band.max), ...edge, fill: '-1', backgroundColor: withOpacity(colour, 0.15) },
    {
      label: line.name,
      data: points(line.band.mean),
      borderColor: colour,
      borderDash: line.dashed ? [5, 3] : [],
      pointRadius: lonePointRadii(line.band.mean, LINE_WIDTH),
      pointBackgroundColor: colour,
      pointBorderWidth: 0,
    },
  ]
}

function axisOf(lines: PanelLine[], thresholds: { value: number }[]) {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { band } of lines) {
    for (const value of band.min) if (value !== null && value < low) low = value
    for (const value of band.max) if (value !== null && value > high) high = value
  }
  if (low > high) return valueAxis(0, 1)
  const first = thresholds[0]
  return first ? valueAxis(Math.min(low, first.value), Math.max(high, first.value)) : valueAxis(low, high)
}

/** A threshold to one digit more than the axis, so that 85.5 does not read as 86. */
function thresholdWords(value: number, step: number, unit: string): string {
  const number = Number(axisNumber(value, step / 10))
  return unit ? `${number} ${unit}` : String(number)
}

function combined(lines: PanelLine[]): (number | null)[] {
  const longest = lines[0]?.band.mean ?? []
  return longest.map(
    (_, index) => lines.map((line) => line.band.mean[index] ?? null).find((value) => value !== null) ?? null,
  )
}

/** What a person sees at a glance, for those who do not see it. */
function inWords(lines: PanelLine[], format: (value: number) => string): string {
  return lines
    .map((line) => {
      const known = line.band.mean.filter((value) => value !== null)
      const last = known.at(-1)
      if (last === undefined) return `${line.name}: no figures in this span`
      const low = Math.min(...line.band.min.filter((value) => value !== null))
      const high = Math.max(...line.band.max.filter((value) => value !== null))
      return `${line.name} now ${format(last)}, between ${format(low)} and ${format(high)}`
    })
    .join('; ')
}
