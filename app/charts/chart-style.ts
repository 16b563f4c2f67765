import type { Scale } from 'chart.js'
import type { Colours } from './colours.client'
import type { TimeTick } from './time-ticks'

/** How every chart's tooltip looks; what it says is the chart's own. */
export function tooltipStyle(colours: Colours) {
  return {
    backgroundColor: colours.raised,
    titleColor: colours.muted,
    titleFont: { weight: 400, size: 12 },
    bodyColor: colours.text,
    bodyFont: { size: 13 },
    borderColor: colours.line,
    borderWidth: 1,
    padding: 10,
    cornerRadius: 8,
    displayColors: false,
    caretSize: 0,
  } as const
}

/** Pixels that a word such as 01:30 wants on an axis: on a phone every second mark has to do. */
const TICK_WIDTH = 56

/** An axis of time from one moment to another, marked where `marks` say and nowhere else. */
export function timeScale(colours: Colours, fromMs: number, toMs: number, marks: TimeTick[]) {
  const labels = new Map(marks.map((mark) => [mark.atMs, mark.label]))
  return {
    type: 'linear',
    min: fromMs,
    max: toMs,
    border: { display: false },
    grid: { display: false },
    afterBuildTicks: (scale: Scale) => {
      const every = Math.ceil((marks.length * TICK_WIDTH) / scale.chart.width)
      scale.ticks = marks.filter((_, index) => index % every === 0).map((mark) => ({ value: mark.atMs }))
    },
    ticks: {
      color: colours.muted,
      autoSkip: false,
      maxRotation: 0,
      callback: (value: string | number) => labels.get(Number(value)) ?? '',
    },
  } as const
}

/** An axis of values on round steps (`valueAxis`), each written by `label`. */
export function valueScale(
  colours: Colours,
  axis: { min: number; max: number; step: number },
  label: (value: number) => string,
) {
  return {
    min: axis.min,
    max: axis.max,
    border: { display: false },
    grid: { color: colours.line, drawTicks: false },
    ticks: {
      color: colours.muted,
      padding: 8,
      stepSize: axis.step,
      callback: (value: string | number) => label(Number(value)),
    },
  } as const
}
