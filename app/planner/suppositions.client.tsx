'use client'

import { Select } from '@mantine/core'
import { formatHashRate, formatMoney, formatPower } from '#lib/domain/format'
import { hashRateAt, observedWatts } from '#lib/domain/planner/efficiency-curve'
import type { PlanBasis } from '#lib/domain/planner/plan-basis'
import { parseOptionalDecimal } from '../forms/decimal'
import { DecimalInput } from '../forms/decimal-input.client'
import { signedPercent } from './plan-words'
import classes from './planner.module.css'
import { RangeField } from './range-field.client'
import type { ContractPlan, RigPlan } from './rig-plan'

/** What is supposed, as it is being set: percent more or less, a price of a kWh as text, watts of a limited rig,
 * and percent more or less of a contract’s hash power. */
export type Drafted = {
  price: number
  difficulty: number
  coin: string
  tariff: string
  watts: number | undefined
  hashPower: number
}

/** The fields of a what-if. */
export function Suppositions({
  basis,
  rig,
  contract,
  draft,
  onChange,
}: {
  basis: PlanBasis
  rig: RigPlan | undefined
  contract: ContractPlan | undefined
  draft: Drafted
  onChange: (draft: Drafted) => void
}) {
  const set = (change: Partial<Drafted>) => onChange({ ...draft, ...change })
  const { coins, currency } = basis
  const moved = coins.filter(({ coin }) => draft.coin === 'all' || draft.coin === coin)
  const mean = basis.siteWattHoursPerDay > 0 ? basis.energyCostPerDay / (basis.siteWattHoursPerDay / 1000) : undefined
  const tariff = parseOptionalDecimal(draft.tariff)
  return (
    <div className={classes.fields}>
      {coins.length > 1 ? (
        <Select
          label="Coin"
          data={[
            { value: 'all', label: 'All coins together' },
            ...coins.map(({ coin }) => ({ value: coin, label: coin })),
          ]}
          value={draft.coin}
          onChange={(coin) => set({ coin: coin ?? 'all' })}
          allowDeselect={false}
        />
      ) : null}
      <RangeField
        label="Price"
        value={draft.price}
        least={-90}
        most={300}
        step={1}
        words={`${signedPercent(draft.price / 100)}${moved
          .slice(0, 3)
          .map(({ coin, price }) => ` · ${coin} ${formatMoney(price * (1 + draft.price / 100), currency)}`)
          .join('')}`}
        onChange={(price) => set({ price })}
      />
      <RangeField
        label="Difficulty"
        value={draft.difficulty}
        least={-50}
        most={300}
        step={1}
        words={signedPercent(draft.difficulty / 100)}
        onChange={(difficulty) => set({ difficulty })}
      />
      {contract ? (
        <RangeField
          label="Hash power"
          value={draft.hashPower}
          least={-90}
          most={300}
          step={1}
          words={`${signedPercent(draft.hashPower / 100)} · ${formatHashRate(
            contract.hashesPerSecond * (1 + draft.hashPower / 100),
            contract.algorithm,
          )}`}
          note="The fee follows it."
          onChange={(hashPower) => set({ hashPower })}
        />
      ) : null}
      {contract ? null : (
        <DecimalInput
          path="tariff"
          label="Price of a kWh, all day"
          description={
            mean === undefined
              ? undefined
              : `Nothing written: your tariff, ${formatMoney(mean, currency, { perKwh: true })} in the mean of the coming day`
          }
          unit={`${currency}/kWh`}
          value={draft.tariff}
          onChange={(text) => set({ tariff: text })}
          error={Number.isNaN(tariff) ? 'Write a number, such as 0.12' : undefined}
        />
      )}
      {contract ? null : <PowerLimit rig={rig} watts={draft.watts} onChange={(watts) => set({ watts })} />}
    </div>
  )
}

function PowerLimit({
  rig,
  watts,
  onChange,
}: {
  rig: RigPlan | undefined
  watts: number | undefined
  onChange: (watts: number) => void
}) {
  if (!rig)
    return <p className={classes.words}>To plan with a power limit, choose a rig: each has a curve of its own.</p>
  if (!rig.curve.ok) return <p className={classes.words}>No power limit can be planned. {rig.curve.reason}.</p>
  const { curve } = rig.curve
  const { least, most } = observedWatts(curve)
  const present = rig.watts ?? most
  const chosen = Math.min(most, Math.max(least, watts ?? present))
  const rate = hashRateAt(curve, chosen)
  return (
    <RangeField
      label="Power limit"
      value={chosen}
      least={Math.ceil(least)}
      most={Math.floor(most)}
      step={1}
      words={
        watts === undefined
          ? `as now, ${formatPower(present)}`
          : `${formatPower(chosen)} · ${formatHashRate(rate, curve.algorithm)}`
      }
      note={`By ${curve.hours} hours of its own, ${formatPower(least)} to ${formatPower(most)}. Outside of them nobody knows.`}
      onChange={onChange}
    />
  )
}
