'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatHashRate, formatInstant, formatPower, formatTemperature } from '#lib/domain/format'
import { DEFAULT_INTERVAL_SECONDS } from '#lib/domain/reading'
import type { IncidentDetail } from '#lib/wire/alerts'
import type { RigChart } from '#lib/wire/rig-chart'
import { createCrosshair } from '../../charts/crosshair'
import { TimePanel } from '../../charts/time-panel.client'
import { useServerNow } from '../../live/clock.client'
import { readJson } from '../../live/read-json.client'
import { chartAddress, chartSchema } from '../../rigs/[rigId]/use-rig-chart.client'
import { Card } from '../../ui/card'
import classes from './incident-page.module.css'
import { spanAround } from './incident-span'

const NAMES = { temperature: 'Hottest sensor', hashRate: 'Hash rate', power: 'Power' } as const

/** The figure that the incident is about, with what was usual before it; the incident marked, its threshold dashed. */
export function IncidentChart({
  incident,
  rigId,
  metric,
}: {
  incident: IncidentDetail
  rigId: number
  metric: keyof typeof NAMES
}) {
  const nowMs = useServerNow(20)
  const { fromMs, toMs, stepSeconds } = spanAround(incident, nowMs, DEFAULT_INTERVAL_SECONDS)
  const { chart, problem } = useSpanChart(rigId, fromMs, toMs, stepSeconds)
  const marked = useMemo(
    () => [
      {
        fromMs: incident.startedAtMs,
        toMs: incident.resolvedAtMs ?? toMs,
        label: '',
        tone: incident.severity === 'critical' ? ('critical' as const) : ('warn' as const),
      },
    ],
    [incident.startedAtMs, incident.resolvedAtMs, incident.severity, toMs],
  )
  return (
    <Card title={NAMES[metric]} note="mean, with minimum and maximum; the incident is marked">
      {chart ? (
        <Panel chart={chart} incident={incident} metric={metric} marked={marked} />
      ) : (
        <div className={classes.chartWaits} role="status">
          {problem ? (
            `The chart could not be loaded: ${problem}.`
          ) : (
            <span className="visually-hidden">Loading the chart</span>
          )}
        </div>
      )}
    </Card>
  )
}

function Panel({
  chart,
  incident,
  metric,
  marked,
}: {
  chart: RigChart
  incident: IncidentDetail
  metric: keyof typeof NAMES
  marked: Parameters<typeof TimePanel>[0]['marked']
}) {
  const [crosshair] = useState(createCrosshair)
  const { timeZone, severity, chart: about } = incident
  const band =
    metric === 'temperature'
      ? chart.temperatureCelsius
      : metric === 'power'
        ? chart.powerWatts
        : (chart.hashRate.find((each) => each.algorithm === incident.evidence.algorithm) ?? chart.hashRate[0])
  const algorithm = incident.evidence.algorithm ?? chart.hashRate[0]?.algorithm ?? ''
  const lines = useMemo(() => (band ? [{ name: NAMES[metric], band }] : []), [band, metric])
  const format = useCallback(
    (value: number) =>
      metric === 'temperature'
        ? formatTemperature(value)
        : metric === 'power'
          ? formatPower(value)
          : formatHashRate(value, algorithm),
    [metric, algorithm],
  )
  const moment = useCallback((atMs: number) => formatInstant(atMs, timeZone), [timeZone])
  const threshold = about?.threshold
  const thresholds = useMemo(
    () =>
      threshold === undefined
        ? []
        : [{ value: threshold, tone: severity === 'critical' ? ('critical' as const) : ('warn' as const) }],
    [threshold, severity],
  )
  if (!band?.mean.some((value) => value !== null))
    return <p className={classes.muted}>Nothing was told in this span.</p>
  return (
    <TimePanel
      name={NAMES[metric]}
      unit={metric === 'temperature' ? '°C' : metric === 'power' ? 'W' : `${describeAlgorithm(algorithm).unit}/s`}
      colour={metric === 'hashRate' ? 'hash-rate' : metric}
      lines={lines}
      thresholds={thresholds}
      marked={marked}
      format={format}
      formatMoment={moment}
      scaled={metric !== 'temperature'}
      atMs={chart.atMs}
      fromMs={chart.fromMs}
      toMs={chart.toMs}
      timeZone={timeZone}
      crosshair={crosshair}
      height={220}
    />
  )
}

/** A rig's chart over a span; the one before stays while a longer one is on its way. */
function useSpanChart(
  rigId: number,
  fromMs: number,
  toMs: number,
  stepSeconds: number,
): { chart?: RigChart; problem?: string } {
  const [state, setState] = useState<{ chart?: RigChart; problem?: string }>({})
  useEffect(() => {
    const stop = new AbortController()
    void readJson(chartAddress(rigId, fromMs, toMs, stepSeconds), chartSchema, stop.signal).then((answer) => {
      if (stop.signal.aborted) return
      setState((before) => (answer.ok ? { chart: answer.value } : { ...before, problem: answer.reason }))
    })
    return () => stop.abort()
  }, [rigId, fromMs, toMs, stepSeconds])
  return state
}
