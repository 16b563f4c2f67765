import type { Chart, Plugin } from 'chart.js'
import type { Crosshair } from './crosshair'
import { hatch } from './hatch'

export type Span = { fromMs: number; toMs: number }

export type LabelledSpan = Span & { label: string; short: string; colour: string; tint?: string }

/** A value worth a line across the chart, with its words at the right edge. */
export type Threshold = { value: number; label: string; colour: string }

/** What is drawn over and under the lines; read at each drawing, so that it may change without a new chart. */
export type Overlay = {
  gaps: Span[]
  gapColour: string
  thresholds: Threshold[]
  /** Marked moments, such as now; a `low` one has its word at the bottom. */
  moments: { atMs: number; label: string; colour: string; low?: boolean }[]
  /** Spans with words at their top left, such as a tariff's; the shaded ones are tinted. */
  labelled?: LabelledSpan[]
  lineColour: string
  crosshair?: Crosshair
}

/** Hatched gaps beneath, dashed thresholds, marked moments and the shared crosshair above. `read` gives what to draw now. */
export function overlayPlugin(read: () => Overlay): Plugin<'line'> {
  return {
    id: 'davylampOverlay',
    beforeDatasetsDraw: (chart) => {
      const overlay = read()
      drawGaps(chart, overlay)
      for (const span of overlay.labelled ?? []) drawTint(chart, span)
    },
    afterDatasetsDraw: (chart) => {
      const overlay = read()
      for (const span of overlay.labelled ?? []) drawLabel(chart, span)
      for (const threshold of overlay.thresholds) drawThreshold(chart, threshold)
      for (const moment of overlay.moments) drawMoment(chart, moment)
      if (overlay.crosshair?.atMs !== undefined)
        drawMoment(chart, { atMs: overlay.crosshair.atMs, colour: overlay.lineColour })
    },
    afterEvent: (chart, { event, inChartArea }) => {
      const { crosshair } = read()
      if (!crosshair) return
      if (event.type === 'mouseout') crosshair.set(undefined)
      else if (event.type === 'mousemove') {
        crosshair.set(inChartArea && event.x !== null ? chart.scales.x?.getValueForPixel(event.x) : undefined)
      }
    },
  }
}

function drawGaps(chart: Chart<'line'>, overlay: Overlay): void {
  const { ctx, chartArea, scales } = chart
  if (overlay.gaps.length === 0 || !scales.x) return
  ctx.save()
  ctx.fillStyle = hatch(ctx, overlay.gapColour)
  for (const gap of overlay.gaps) {
    const left = Math.max(chartArea.left, scales.x.getPixelForValue(gap.fromMs))
    const right = Math.min(chartArea.right, scales.x.getPixelForValue(gap.toMs))
    if (right - left >= 2) ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top)
  }
  ctx.restore()
}

function edges({ chartArea, scales }: Chart<'line'>, span: Span): { left: number; right: number } | undefined {
  if (!scales.x) return undefined
  const left = Math.max(chartArea.left, scales.x.getPixelForValue(span.fromMs))
  const right = Math.min(chartArea.right, scales.x.getPixelForValue(span.toMs))
  return right > left ? { left, right } : undefined
}

function drawTint(chart: Chart<'line'>, span: LabelledSpan): void {
  const at = edges(chart, span)
  if (!at || !span.tint) return
  const { ctx, chartArea } = chart
  ctx.save()
  ctx.fillStyle = span.tint
  ctx.fillRect(at.left, chartArea.top, at.right - at.left, chartArea.bottom - chartArea.top)
  ctx.restore()
}

/** The words that fit, the short ones or none. */
function drawLabel(chart: Chart<'line'>, span: LabelledSpan): void {
  const at = edges(chart, span)
  if (!at) return
  const { ctx, chartArea } = chart
  ctx.save()
  ctx.font = '12px "Inter Variable", system-ui, sans-serif'
  ctx.fillStyle = span.colour
  ctx.textBaseline = 'top'
  const words = [span.label, span.short].find((text) => ctx.measureText(text).width + 12 <= at.right - at.left)
  if (words) ctx.fillText(words, at.left + 6, chartArea.top + 5)
  ctx.restore()
}

function drawThreshold(chart: Chart<'line'>, { value, label, colour }: Threshold): void {
  const { ctx, chartArea, scales } = chart
  const y = scales.y?.getPixelForValue(value)
  if (y === undefined || y < chartArea.top - 1 || y > chartArea.bottom + 1) return
  ctx.save()
  ctx.strokeStyle = colour
  ctx.fillStyle = colour
  ctx.setLineDash([5, 4])
  ctx.lineWidth = 1.25
  line(ctx, chartArea.left, y, chartArea.right, y)
  ctx.textBaseline = 'middle'
  ctx.font = '12px "Inter Variable", system-ui, sans-serif'
  ctx.fillText(label, chartArea.right + 6, y)
  ctx.restore()
}

function drawMoment(
  chart: Chart<'line'>,
  { atMs, colour, label, low }: { atMs: number; colour: string; label?: string; low?: boolean },
): void {
  const { ctx, chartArea, scales } = chart
  const x = scales.x?.getPixelForValue(atMs)
  if (x === undefined || x < chartArea.left || x > chartArea.right) return
  ctx.save()
  ctx.strokeStyle = colour
  ctx.fillStyle = colour
  ctx.lineWidth = 1
  line(ctx, Math.round(x) + 0.5, chartArea.top, Math.round(x) + 0.5, chartArea.bottom)
  if (label) {
    const room = chartArea.right - x > 60
    ctx.font = '12px "Inter Variable", system-ui, sans-serif'
    ctx.textAlign = room ? 'left' : 'right'
    ctx.textBaseline = low ? 'bottom' : 'top'
    ctx.fillText(label, x + (room ? 6 : -6), low ? chartArea.bottom - 5 : chartArea.top)
  }
  ctx.restore()
}

function line(ctx: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  ctx.beginPath()
  ctx.moveTo(fromX, fromY)
  ctx.lineTo(toX, toY)
  ctx.stroke()
}
