import { formatCount, formatHashRate, formatPercent, formatPower, formatTemperature } from '#lib/domain/format'
import type { DeviceReport, Reading } from '#lib/domain/reading'
import { Card } from '../../ui/card'
import { ExplainedWord } from '../../ui/explained-word.client'
import { Figure } from '../../ui/figure'
import { DEVICE_POWER_EXPLANATION } from '../../ui/power-source-words'
import { type SensorReading, sensorsOf, urgentSensor } from './device-sensors'
import classes from './rig-page.module.css'

const KIND_WORDS = { gpu: 'GPU', board: 'Hash board', cpu: 'CPU' } as const

/** GPUs, hash boards or the CPU as rows, heat and fans as bars against their limits; chassis fans and intake beneath. */
export function Devices({ reading, stale }: { reading: Reading; stale: boolean }) {
  const devices = reading.devices ?? []
  const fans = reading.fans ?? []
  if (devices.length === 0 && fans.length === 0 && reading.intakeCelsius === undefined) return null
  const withPower = devices.some((device) => device.powerWatts !== undefined)
  const withFan = devices.some((device) => device.fanPercent !== undefined || device.fanRpm !== undefined)
  const withClock = devices.some((device) => device.frequencyMegahertz !== undefined)
  const withErrors = devices.some((device) => device.hardwareErrors !== undefined)
  return (
    <Card title="Devices" note={stale ? 'as last reported, before it went offline' : undefined}>
      {devices.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
        <section className={classes.scroll} tabIndex={0} aria-label="Devices, scrolls sideways">
          <table className={classes.devices} data-stale={stale}>
            <thead>
              <tr>
                <th scope="col" className={classes.index}>
                  <span className="visually-hidden">Number</span>
                </th>
                <th scope="col">Device</th>
                <th scope="col">Hash rate</th>
                <th scope="col">Temperature</th>
                {withFan ? <th scope="col">Fan</th> : null}
                {withPower ? (
                  <th scope="col">
                    Power, <ExplainedWord word="told" explanation={DEVICE_POWER_EXPLANATION} />
                  </th>
                ) : null}
                {withClock ? <th scope="col">Clock</th> : null}
                {withErrors ? <th scope="col">HW errors</th> : null}
              </tr>
            </thead>
            <tbody>
              {devices.map((device) => (
                <tr key={`${device.kind}-${device.index}`}>
                  <td className={classes.index}>{device.index}</td>
                  <th scope="row">
                    {[device.name ?? KIND_WORDS[device.kind], device.busId].filter(Boolean).join(' · ')}
                  </th>
                  <td>
                    <HashRates device={device} idle={stale || reading.state !== 'hashing'} />
                  </td>
                  <td>
                    <Heat sensors={sensorsOf(device, reading)} />
                  </td>
                  {withFan ? (
                    <td>
                      <Fan percent={device.fanPercent} rpm={device.fanRpm} />
                    </td>
                  ) : null}
                  {withPower ? (
                    <td>
                      <Figure
                        text={device.powerWatts === undefined ? undefined : formatPower(device.powerWatts)}
                        unknown="this device tells no power"
                        hue="power"
                      />
                    </td>
                  ) : null}
                  {withClock ? (
                    <td>
                      <Figure
                        text={
                          device.frequencyMegahertz === undefined
                            ? undefined
                            : `${formatCount(Math.round(device.frequencyMegahertz))} MHz`
                        }
                      />
                    </td>
                  ) : null}
                  {withErrors ? (
                    <td>
                      <Figure
                        text={device.hardwareErrors === undefined ? undefined : formatCount(device.hardwareErrors)}
                      />
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      <ChassisLine reading={reading} />
    </Card>
  )
}

/** A device that does nothing while the rig is meant to hash stands out. */
function HashRates({ device, idle }: { device: DeviceReport; idle: boolean }) {
  const known = (device.work ?? []).filter((work) => work.hashesPerSecond !== undefined)
  if (known.length === 0) return <Figure text={undefined} unknown="this device tells no hash rate" />
  return known.map((work, index) => (
    <span key={work.algorithm}>
      {index > 0 ? ' + ' : ''}
      <Figure
        text={formatHashRate(work.hashesPerSecond, work.algorithm)}
        hue={work.hashesPerSecond === 0 && !idle ? 'critical' : 'hash-rate'}
      />
    </span>
  ))
}

function Heat({ sensors }: { sensors: SensorReading[] }) {
  const urgent = urgentSensor(sensors)
  if (!urgent) return <Figure text={undefined} unknown="this device tells no temperature" />
  const words = sensors.map((sensor) => `${sensor.name} ${formatTemperature(sensor.celsius)}`).join(', ')
  return (
    <span className={classes.withBar} title={words}>
      <span className={classes.barFigure} data-figure>
        <span aria-hidden="true">{sensors.map((sensor) => Math.round(sensor.celsius)).join(' / ')} °C</span>
        <span className="visually-hidden">{words}</span>
      </span>
      <Bar share={urgent.celsius / urgent.criticalCelsius} hue={urgent.tone ?? 'temperature'} />
    </span>
  )
}

function Fan({ percent, rpm }: { percent?: number; rpm?: number }) {
  if (percent === undefined && rpm === undefined) return <Figure text={undefined} unknown="this device tells no fan" />
  return (
    <span className={classes.withBar}>
      <span className={classes.fanFigure} data-figure title={rpm === undefined ? undefined : `${formatCount(rpm)} rpm`}>
        {percent === undefined ? `${formatCount(rpm)} rpm` : formatPercent(Math.round(percent) / 100)}
      </span>
      {percent === undefined ? null : <Bar share={percent / 100} hue="muted" />}
    </span>
  )
}

function Bar({ share, hue }: { share: number; hue: string }) {
  return (
    <span className={classes.bar} aria-hidden="true">
      <span style={{ width: `${Math.max(2, Math.min(100, share * 100))}%`, background: `var(--${hue})` }} />
    </span>
  )
}

function ChassisLine({ reading }: { reading: Reading }) {
  const words = (reading.fans ?? []).map((fan, index) => {
    const speed = fan.rpm === undefined ? undefined : `${formatCount(fan.rpm)} rpm`
    const share = fan.percent === undefined ? undefined : formatPercent(Math.round(fan.percent) / 100)
    return `fan ${index + 1}: ${[speed, share].filter(Boolean).join(', ') || '—'}`
  })
  if (reading.intakeCelsius !== undefined) words.push(`intake air ${formatTemperature(reading.intakeCelsius)}`)
  if (reading.cooling && reading.cooling !== 'air') words.push(`${reading.cooling} cooling`)
  return words.length === 0 ? null : <p className={classes.chassis}>Chassis · {words.join(' · ')}</p>
}
