'use client'

import type { CostPart } from '#lib/domain/explained-money'
import { formatDuration, formatEnergy, formatMoney, formatPercent, formatPower } from '#lib/domain/format'
import { PRICE_SOURCES } from '#lib/domain/tariff-parts'
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
        <dl className={classes.steps}>
          {part.taxPercent ? (
            <Step name="Tax" how="on the fixed cost, in the amount below">
              {formatPercent(part.taxPercent / 100)}
            </Step>
          ) : null}
          {cost}
        </dl>
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
        <PriceSteps part={part} currency={currency} />
        {cost}
      </dl>
    </section>
  )
}

/** The price of a kWh and, where there are any, what it is made of. */
function PriceSteps({ part, currency }: { part: CostPart; currency: string }) {
  const { pricePerKwh, basePricePerKwh, leviesPerKwh, taxPercent } = part
  if (pricePerKwh === undefined) return null
  const perKwh = (amount: number) => formatMoney(amount, currency, { perKwh: true })
  const named = part.priceSource === undefined ? undefined : `named by ${sourceInWords(part.priceSource)}`
  const how = [part.pricesVary ? 'mean of the prices, weighed by energy' : part.tariffLabel, named]
  const origin = how.filter((word) => word !== undefined).join(', ') || undefined
  if (basePricePerKwh === undefined) {
    return (
      <Step name="Tariff" how={origin} source={part.siteName}>
        {perKwh(pricePerKwh)}
      </Step>
    )
  }
  return (
    <>
      <Step name="Base price" how={origin} source={part.siteName}>
        {perKwh(basePricePerKwh)}
      </Step>
      {leviesPerKwh ? (
        <Step name="Levies and grid fees" how="added to each kWh">
          {perKwh(leviesPerKwh)}
        </Step>
      ) : null}
      {taxPercent ? (
        <Step name="Tax" how="on energy and levies">
          {formatPercent(taxPercent / 100)}
        </Step>
      ) : null}
      <Step name="Tariff" how="(base + levies) × (1 + tax)">
        {perKwh(pricePerKwh)}
      </Step>
    </>
  )
}

function sourceInWords(source: string): string {
  return Object.entries(PRICE_SOURCES).find(([name]) => name === source)?.[1] ?? source
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
