'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { correctionFromPlugReadings } from '#lib/domain/two-plug-readings'
import { parseDecimal } from '../../../forms/decimal'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'

const MOMENTS = ['At full power', 'At a lower power limit'] as const

/** Computes efficiency and fixed watts from what a plug and the rig showed at two moments; the form is filled, not saved. */
export function TwoReadings({
  toldWatts,
  onComputed,
}: {
  /** What the rig tells of itself now, without any correction. */
  toldWatts: number | undefined
  onComputed: (computed: { supplyEfficiency: number; overheadWatts: number }) => void
}) {
  const [texts, setTexts] = useState({
    told0: toldWatts === undefined ? '' : String(toldWatts),
    plug0: '',
    told1: '',
    plug1: '',
  })
  const [problem, setProblem] = useState<string>()
  const compute = () => {
    const computed = correctionFromPlugReadings(
      { reportedWatts: parseDecimal(texts.told0), plugWatts: parseDecimal(texts.plug0) },
      { reportedWatts: parseDecimal(texts.told1), plugWatts: parseDecimal(texts.plug1) },
    )
    setProblem(computed.ok ? undefined : computed.problem)
    if (computed.ok) onComputed(computed)
  }
  const input = (name: keyof typeof texts, label: string) => (
    <DecimalInput
      label={label}
      unit="W"
      value={texts[name]}
      onChange={(text) => setTexts({ ...texts, [name]: text })}
      path={name}
    />
  )
  return (
    <details>
      <summary>Compute both from two readings of a plug</summary>
      <div className={forms.form}>
        <p className={forms.hint}>
          Read a plug meter and the rig at the same moment, twice: at full power, and once more at a power limit that
          makes the rig tell at least a fifth less.
        </p>
        <div className={forms.pair}>
          {input('told0', `${MOMENTS[0]}, the rig tells`)}
          {input('plug0', `${MOMENTS[0]}, the plug shows`)}
        </div>
        <div className={forms.pair}>
          {input('told1', `${MOMENTS[1]}, the rig tells`)}
          {input('plug1', `${MOMENTS[1]}, the plug shows`)}
        </div>
        <Problem>{problem}</Problem>
        <div className={forms.buttons}>
          <Button variant="default" size="compact-md" onClick={compute}>
            Compute
          </Button>
        </div>
      </div>
    </details>
  )
}
