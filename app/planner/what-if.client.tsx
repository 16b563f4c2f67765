'use client'

import { useMemo, useState } from 'react'
import { hashRateAt } from '#lib/domain/planner/efficiency-curve'
import type { PlanBasis } from '#lib/domain/planner/plan-basis'
import { type Supposition, whatIf } from '#lib/domain/planner/what-if'
import { parseOptionalDecimal } from '../forms/decimal'
import { Card } from '../ui/card'
import { HeatMap } from './heat-map.client'
import { LeftOut } from './left-out'
import { OutcomeTiles } from './outcome-tiles.client'
import classes from './planner.module.css'
import type { ContractPlan, RigPlan } from './rig-plan'
import { type Drafted, Suppositions } from './suppositions.client'

const AS_NOW: Drafted = { price: 0, difficulty: 0, coin: 'all', tariff: '', watts: undefined, hashPower: 0 }

/** A day of what is planned for, as it would be at other prices, difficulties, tariffs and powers. */
export function WhatIf({ plan }: { plan: { basis: PlanBasis; rig?: RigPlan; contract?: ContractPlan } }) {
  const { basis, rig, contract } = plan
  const [draft, setDraft] = useState(AS_NOW)
  const supposition = useMemo(() => suppose(draft, rig), [draft, rig])
  const now = useMemo(() => whatIf(basis, suppose(AS_NOW, rig)), [basis, rig])
  const outcome = useMemo(() => whatIf(basis, supposition), [basis, supposition])
  if (basis.rigs === 0 && basis.contracts === 0) {
    return (
      <Card title="Nothing can be planned here">
        <p>
          {basis.leftOut.length === 0
            ? 'Nothing of this runs, or ran within the last 30 days.'
            : 'Of no rig here both revenue and cost are known.'}
        </p>
        <LeftOut leftOut={basis.leftOut} />
      </Card>
    )
  }
  return (
    <>
      <OutcomeTiles basis={basis} supposition={supposition} outcome={outcome} now={now} />
      <div className={classes.columns}>
        <Card
          title="Suppose"
          aside={
            <button
              type="button"
              className={classes.reset}
              onClick={() => setDraft(AS_NOW)}
              disabled={draft === AS_NOW}
            >
              As now
            </button>
          }
        >
          <Suppositions basis={basis} rig={rig} contract={contract} draft={draft} onChange={setDraft} />
        </Card>
        <HeatMap
          basis={basis}
          supposition={supposition}
          onChoose={(price, difficulty) => setDraft((before) => ({ ...before, price, difficulty }))}
        />
      </div>
      <LeftOut leftOut={basis.leftOut} />
    </>
  )
}

/** What the fields say, as the domain wants it; a tariff that is no number changes nothing. */
function suppose(draft: Drafted, rig: RigPlan | undefined): Supposition {
  const pricePerKwh = parseOptionalDecimal(draft.tariff)
  const supposition: Supposition = {
    priceFactor: 1 + draft.price / 100,
    difficultyFactor: 1 + draft.difficulty / 100,
    coin: draft.coin === 'all' ? undefined : draft.coin,
    pricePerKwh: pricePerKwh !== undefined && Number.isFinite(pricePerKwh) ? pricePerKwh : undefined,
  }
  if (draft.hashPower !== 0) return { ...supposition, hashFactor: 1 + draft.hashPower / 100 }
  if (draft.watts === undefined || !rig?.curve.ok || !rig.watts || !rig.hashesPerSecond) return supposition
  const hashesPerSecond = hashRateAt(rig.curve.curve, draft.watts)
  if (hashesPerSecond === undefined) return supposition
  return {
    ...supposition,
    hashFactor: hashesPerSecond / rig.hashesPerSecond,
    powerFactor: draft.watts / rig.watts,
  }
}
