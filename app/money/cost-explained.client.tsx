'use client'

import type { CostPart } from '#lib/domain/explained-money'
import { formatDuration, formatEnergy, formatMoney, formatPercent, formatPower } from '#lib/domain/format'
import { Assumed } from './assumed'
import classes from './explained.module.css'
import { Step } from './step'

const SOURCES = {
  metered: 'metered at the plug',
  input: 'the power supply’s own input figure',
  output: 'the supply’s output: the wall draws more',
  estimated: 'estimated',
} as const

/** Cost of energy at one price, or the site's fixed cost: watts at the wall, time, overhead, tariff. */
export function CostExplained({
  part,
  currency,
  confirmHref,
}: {
  part: CostPart
  currency: string
  confirmHref?: string
}) {
  const title = part.kind === 'fixed' ? 'Fixed cost' : 'Energy'
  const heading = [title, part.siteName, part.tariffLabel].filter(Boolean).join(' · ')
  const cost = (
    <Step
      name="Cost"
      how={part.kind === 'fixed' ? 'the site’s monthly cost, shared over time' : 'energy × price'}
      total
    >
      <span style={{ color: part.cost === undefined ? 'var(--muted)' : 'var(--cost)' }}>
        {part.cost === undefined
          ? `unknown: ${part.unknown ?? 'the power is not known'}`
          : formatMoney(part.cost, currency)}
      </span>
    </Step>
  )
  if (part.kind === 'fixed') {
    return (
      <section className={classes.part} aria-label={heading}>
        <h3>{heading}</h3>
        <dl className={classes.steps}>{cost}</dl>
      </section>
    )
  }
  return (
    <section className={classes.part} aria-label={heading}>
      <h3>{heading}</h3>
      {part.atTheWall === false && part.wallWatts !== undefined ? (
        <Assumed href={confirmHref} action="Add a power correction">
          This figure is not measured at the wall ({part.powerSource ? SOURCES[part.powerSource] : 'source not told'});
          the meter will show more.
        </Assumed>
      ) : null}
      <dl className={classes.steps}>
        {part.wallWatts !== undefined ? (
          <Step name="Power" how={powerInWords(part)}>
            {formatPower(part.wallWatts)}
          </Step>
        ) : null}
        {part.energyWattHours !== undefined ? (
          <Step name="Energy" how={`power × ${formatDuration(part.seconds * 1000)}`}>
            {formatEnergy(part.energyWattHours)}
          </Step>
        ) : null}
        {part.overheadPercent ? (
          <Step name="Overhead of the site" how="cooling and losses, added to the energy">
            {formatPercent(part.overheadPercent / 100)}
          </Step>
        ) : null}
        {part.pricePerKwh !== undefined ? (
          <Step name="Tariff" how={part.tariffLabel} source={part.siteName}>
            {formatMoney(part.pricePerKwh, currency, { perKwh: true })}
          </Step>
        ) : null}
        {cost}
      </dl>
    </section>
  )
}

function powerInWords(part: CostPart): string {
  const { correction, machine } = part
  if (correction?.fixedWatts !== undefined) return 'the figure of your own meter'
  if (machine)
    return `estimated: ${machine.model} draws ${formatPower(machine.watts)} at its nominal hash rate (${machine.source})`
  const words: string[] = part.powerSource ? [SOURCES[part.powerSource]] : []
  if (part.reportedWatts !== undefined && correction) words.push(`${formatPower(part.reportedWatts)} reported`)
  if (correction?.supplyEfficiency !== undefined)
    words.push(`÷ ${formatPercent(correction.supplyEfficiency)} supply efficiency`)
  if (correction?.overheadWatts !== undefined)
    words.push(`+ ${formatPower(correction.overheadWatts)} for fans and board`)
  return words.join(', ')
}
