'use client'

import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import type { RigChart } from '#lib/wire/rig-chart'
import { mergeTail } from '../../charts/merge-tail'
import { serverNow } from '../../live/clock.client'
import { readJson } from '../../live/read-json.client'
import { type ChartRange, spanOf, stepOf } from './chart-range'

const column = z.array(z.number().nullable())
const band = z.object({ min: column, mean: column, max: column })
/** A chart as the server sends it. */
export const chartSchema = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  stepSeconds: z.number(),
  tier: z.enum(['readings', 'quarters', 'hours']),
  atMs: z.array(z.number()),
  hashRate: z.array(band.extend({ algorithm: z.string() })),
  temperatureCelsius: band,
  powerWatts: band,
}) satisfies z.ZodType<RigChart>

const RENEW_AT_MOST_EVERY_MS = 10_000

/**
 * A rig's chart over a range that ends now. Whenever the rig reported (`seenAtMs` moved), the newest slots are asked for
 * again and take their places, so that what is drawn is what is stored.
 */
export function useRigChart(
  rigId: number,
  range: ChartRange,
  intervalSeconds: number,
  seenAtMs: number | undefined,
): { chart?: RigChart; problem?: string } {
  const [state, setState] = useState<{ chart?: RigChart; range?: ChartRange; problem?: string }>({})
  const loadedAtMs = useRef(0)
  const step = stepOf(range, intervalSeconds)

  useEffect(() => {
    const stop = new AbortController()
    const toMs = endOfSlot(serverNow(), step)
    const fromMs = toMs - spanOf(range)
    loadedAtMs.current = Date.now()
    void readJson(chartAddress(rigId, fromMs, toMs, step), chartSchema, stop.signal).then((answer) => {
      if (stop.signal.aborted) return
      setState(answer.ok ? { chart: answer.value, range } : { problem: answer.reason })
    })
    return () => stop.abort()
  }, [rigId, range, step])

  const shown = state.range === range ? state.chart : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading is the occasion, not an input
  useEffect(() => {
    if (!shown) return
    // The server may have answered in larger steps; only the same ones continue the chart.
    const shownStep = shown.stepSeconds
    const due = Math.max(RENEW_AT_MOST_EVERY_MS, shownStep * 200)
    if (Date.now() - loadedAtMs.current < due) return
    const stop = new AbortController()
    loadedAtMs.current = Date.now()
    const toMs = endOfSlot(serverNow(), shownStep)
    const lastMs = shown.atMs.at(-1) ?? shown.fromMs
    const tailFromMs = Math.max(toMs - spanOf(range), lastMs - shownStep * 1000)
    void readJson(chartAddress(rigId, tailFromMs, toMs, shownStep), chartSchema, stop.signal).then((answer) => {
      if (stop.signal.aborted || !answer.ok) return
      const tail = answer.value
      setState((before) =>
        before.chart && before.range === range
          ? { chart: mergeTail(before.chart, tail, toMs - spanOf(range)), range }
          : before,
      )
    })
  }, [seenAtMs])

  return { chart: shown, problem: state.problem }
}

function endOfSlot(nowMs: number, stepSeconds: number): number {
  const stepMs = stepSeconds * 1000
  return Math.ceil(nowMs / stepMs) * stepMs
}

/** Where a rig's chart over a span is asked for. */
export function chartAddress(rigId: number, fromMs: number, toMs: number, stepSeconds: number): string {
  return `/api/v1/rigs/${rigId}/readings?from=${fromMs}&to=${toMs}&step=${stepSeconds}`
}
