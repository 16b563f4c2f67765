'use client'

import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { MARKETPLACES, type Marketplace, payerLabel } from '#lib/domain/payers'
import classes from '../settings.module.css'
import type { RateToType } from './rate-form.client'

/** Offers what no source tells: any marketplace's rate for any algorithm that is sold. */
export function AnotherMarketplace({
  algorithms,
  onChosen,
}: {
  algorithms: readonly string[]
  onChosen: (rate: RateToType) => void
}) {
  const [marketplace, setMarketplace] = useState<Marketplace>(MARKETPLACES[1])
  const [algorithm, setAlgorithm] = useState(algorithms[0] ?? '')
  return (
    <div className={classes.another}>
      <NativeSelect
        label="Marketplace"
        data={MARKETPLACES.map((value) => ({ value, label: payerLabel(value) }))}
        value={marketplace}
        onChange={({ currentTarget: { value } }) => {
          setMarketplace(MARKETPLACES.find((name) => name === value) ?? marketplace)
        }}
      />
      <NativeSelect
        label="Algorithm it buys"
        data={algorithms.map((value) => ({ value, label: describeAlgorithm(value).label }))}
        value={algorithm}
        onChange={({ currentTarget: { value } }) => setAlgorithm(value)}
      />
      <Button variant="default" onClick={() => onChosen({ kind: 'marketplace', marketplace, algorithm })}>
        Type in what it pays
      </Button>
    </div>
  )
}
