'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatHashRate, formatInstant, formatPower, formatTemperature } from '#lib/domain/format'
import type { PowerSource } from '#lib/domain/reading'
import type { IncidentRow } from '#lib/wire/alerts'
import type { HottestSensor } from '#lib/wire/dashboard-events'
import type { RigChart } from '#lib/wire/rig-chart'
import { markedSpans } from '../../alerts/marked-spans'
import { createCrosshair } from '../../charts/crosshair'
import { TimePanel } from '../../charts/time-panel.client'
import { Card } from '../../ui/card'
import { PowerSource as PowerSourceWord } from '../../ui/power-source'
import { Segments } from '../../ui/segments.client'
import { CHART_RANGES, type ChartRange } from './chart-range'
import classes from './rig-page.module.css'
import { useRigChart } from './use-rig-chart.client'

/** Hash rate, heat and power above each other, on one time axis under one crosshair. The range stands in the address. */
export function RigCharts({
  rigId,
  initialRange,
  intervalSeconds,
  seenAtMs,
  timeZone,
  hottest,
  powerSource,
  incidents,
}: {
  rigId: number
  initialRange: ChartRange
  intervalSeconds: number
  seenAtMs: number | undefined
  timeZone: string
  hottest: HottestSensor | undefined
  /** Of the power now: what the past drew may have been come by in another way. */
  powerSource: PowerSource | undefined
  /** Marked on the charts as bands. */
  incidents: IncidentRow[]
}) {
  const router = useRouter()
  const path = usePathname()
  const [range, setRange] = useState(initialRange)
  const { chart, problem } = useRigChart(rigId, range, intervalSeconds, seenAtMs)
  const choose = (next: ChartRange) => {
    setRange(next)
    router.replace(`${path}?range=${next}`, { scroll: false })
  }
  return (
    <Card
      title="Hash rate"
      note="mean, with minimum and maximum"
      aside={<Segments label="Range of the charts" options={CHART_RANGES} value={range} onChange={choose} />}
    >
      {chart ? (
        <Panels chart={chart} timeZone={timeZone} hottest={hottest} powerSource={powerSource} incidents={incidents} />
      ) : (
        <div className={classes.chartsWaiting} role="status">
          {problem ? (
            `The charts could not be loaded: ${problem}. Choose a range to try again.`
          ) : (
            <span className="visually-hidden">Loading the charts</span>
          )}
        </div>
      )}
    </Card>
  )
}

function Panels({
  chart,
  timeZone,
  hottest,
  powerSource,
  incidents,
}: {
  chart: RigChart
  timeZone: string
  hottest: HottestSensor | undefined
  powerSource: PowerSource | undefined
  incidents: IncidentRow[]
}) {
  const [crosshair] = useState(createCrosshair)
  const moment = useCallback((atMs: number) => formatInstant(atMs, timeZone), [timeZone])
  const { warningCelsius, criticalCelsius } = hottest ?? {}
  const thresholds = useMemo(() => {
    if (warningCelsius === undefined || criticalCelsius === undefined) return []
    return [
      { value: warningCelsius, tone: 'warn' as const },
      { value: criticalCelsius, tone: 'critical' as const },
    ]
  }, [warningCelsius, criticalCelsius])
  const heat = useMemo(() => [{ name: 'Hottest sensor', band: chart.temperatureCelsius }], [chart.temperatureCelsius])
  const power = useMemo(() => [{ name: 'Power', band: chart.powerWatts }], [chart.powerWatts])
  const { fromMs, toMs } = chart
  const marked = useMemo(() => markedSpans(incidents, fromMs, toMs), [incidents, fromMs, toMs])
  const shared = {
    marked,
    atMs: chart.atMs,
    fromMs,
    toMs,
    timeZone,
    crosshair,
    formatMoment: moment,
  }
  return (
    <>
      {chart.hashRate.length === 0 ? (
        <p className={classes.noFigures}>No hash rate was reported in this span.</p>
      ) : (
        chart.hashRate.map((band) => (
          <HashRatePanel key={band.algorithm} band={band} named={chart.hashRate.length > 1} shared={shared} />
        ))
      )}
      <h3 className={classes.panelTitle}>Hottest sensor</h3>
      {isTold(chart.temperatureCelsius) ? (
        <TimePanel
          name="Hottest sensor"
          unit="°C"
          colour="temperature"
          lines={heat}
          thresholds={thresholds}
          format={formatTemperature}
          scaled={false}
          {...shared}
        />
      ) : (
        <p className={classes.noFigures}>No temperature was reported in this span.</p>
      )}
      <h3 className={classes.panelTitle}>
        Power{' '}
        {powerSource ? (
          <span className={classes.panelNote}>
            now <PowerSourceWord source={powerSource} />
          </span>
        ) : null}
      </h3>
      {isTold(chart.powerWatts) ? (
        <TimePanel name="Power" unit="W" colour="power" lines={power} format={formatPower} {...shared} />
      ) : (
        <p className={classes.noFigures}>No power is known for this span.</p>
      )}
    </>
  )
}

function isTold(band: RigChart['powerWatts']): boolean {
  return band.mean.some((value) => value !== null)
}

function HashRatePanel({
  band,
  named,
  shared,
}: {
  band: RigChart['hashRate'][number]
  named: boolean
  shared: Omit<Parameters<typeof TimePanel>[0], 'name' | 'unit' | 'colour' | 'lines' | 'format'>
}) {
  const { label, unit } = describeAlgorithm(band.algorithm)
  const lines = useMemo(() => [{ name: label, band }], [label, band])
  const format = useCallback((value: number) => formatHashRate(value, band.algorithm), [band.algorithm])
  return (
    <>
      {named ? <h3 className={classes.panelTitle}>{label}</h3> : null}
      <TimePanel name="Hash rate" unit={`${unit}/s`} colour="hash-rate" lines={lines} format={format} {...shared} />
    </>
  )
}
