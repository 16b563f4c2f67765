'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { formatPower } from '#lib/domain/format'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { Age } from '../../ui/age.client'
import { Card } from '../../ui/card'
import { MeterDeeds } from '../meter-deeds.client'
import classes from '../settings.module.css'
import { removeMeter } from './meter-actions'
import { MeterForm, type MeterView } from './meter-form.client'

/** A site's meter: what it last told and how long ago, what is wrong with it, and the form that changes it. */
export function MeterCard({
  site,
  meter,
  mayChange,
}: {
  site: { id: number; name: string; timeZone: string }
  meter: MeterView | undefined
  mayChange: boolean
}) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { run, running, problem } = useDeed()
  const done = () => {
    setOpen(false)
    router.refresh()
  }
  return (
    <Card title={`Meter of ${site.name}`} note={meter ? <code>{meter.address}</code> : 'none'}>
      <div className={classes.stack}>
        <Problem>{problem ?? meter?.problem}</Problem>
        {meter ? (
          <p>
            {lastValue(meter)}
            {meter.readAtMs === undefined ? null : <Age atMs={meter.readAtMs} timeZone={site.timeZone} />}
          </p>
        ) : (
          <p className={classes.muted}>
            A meter of everything the site draws lets a tariff charge cooling and losses as they are.
          </p>
        )}
        {meter?.besideRigsWh === undefined ? null : (
          <p>Meter minus rigs today: {(meter.besideRigsWh / 1000).toFixed(2)} kWh in the hours that are over.</p>
        )}
        {open ? <MeterForm site={site} meter={meter} onDone={done} onCancel={() => setOpen(false)} /> : null}
        {mayChange && !open ? (
          <MeterDeeds
            exists={meter !== undefined}
            removing={running}
            question={`Remove the meter of ${site.name}?`}
            words="What it counted stays. From now on a tariff that charges by meter lacks it."
            onChange={() => setOpen(true)}
            onRemove={() => void run(() => removeMeter(site.id), done)}
          />
        ) : null}
      </div>
    </Card>
  )
}

function lastValue({ watts, counterWh }: MeterView): string {
  if (watts !== undefined) return `${formatPower(watts)}, `
  return counterWh === undefined ? 'It has told nothing yet.' : `${(counterWh / 1000).toFixed(2)} kWh, `
}
