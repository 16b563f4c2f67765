'use client'

import { useState } from 'react'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { MeterDeeds } from '../../meter-deeds.client'
import classes from '../../settings.module.css'
import { HeldBackLoginNotice } from './held-back-login.client'
import { giveLoginToAgent, removeRigMeter } from './meter-actions'
import { MeterForm, type MeterView } from './meter-form.client'
import { useRigSaved } from './use-rig-saved.client'

const KIND_WORDS = { shelly: 'Shelly', tasmota: 'Tasmota', mqtt: 'MQTT' } as const

/** The meter at a rig's plug, whether it tells something now, and the form that changes it. */
export function MeterCard({
  rigId,
  meter,
  speaks,
  agentName,
  mayChange,
}: {
  rigId: number
  meter: MeterView | undefined
  /** The rig's last reading has a metered figure. */
  speaks: boolean
  /** Who asks it; absent while no agent reports the rig. */
  agentName: string | undefined
  mayChange: boolean
}) {
  const [open, setOpen] = useState(false)
  const { run, running, problem } = useDeed()
  const saved = useRigSaved()
  const done = (words: string) => {
    setOpen(false)
    saved(words)
  }
  return (
    <Card
      title="Meter at its plug"
      note={
        meter ? (
          <>
            {KIND_WORDS[meter.kind]} <code>{meter.topic ?? meter.address}</code>
          </>
        ) : (
          'none'
        )
      }
    >
      <div className={classes.stack}>
        <Problem>{problem}</Problem>
        <p className={classes.muted}>{stateWords({ meter, speaks, agentName })}</p>
        {meter?.heldBack && !open ? (
          <HeldBackLoginNotice
            heldBack={meter.heldBack}
            mayChange={mayChange}
            running={running}
            onGive={() => {
              const agentId = meter.heldBack?.reporter.id
              if (agentId === undefined) return
              void run(
                () => giveLoginToAgent({ rigId, agentId }),
                () => done('The login goes to the rig’s agent from now on.'),
              )
            }}
          />
        ) : null}
        {open ? (
          <MeterForm
            rigId={rigId}
            meter={meter}
            onDone={() => done('Meter saved. The agent asks it from now on.')}
            onCancel={() => setOpen(false)}
          />
        ) : null}
        {mayChange && !open ? (
          <MeterDeeds
            exists={meter !== undefined}
            removing={running}
            question="Remove the meter of this rig?"
            words="What it measured stays. From now on the watts that the miner tells are counted again."
            onChange={() => setOpen(true)}
            onRemove={() =>
              void run(
                () => removeRigMeter(rigId),
                () => done('Meter removed.'),
              )
            }
          />
        ) : null}
      </div>
    </Card>
  )
}

function stateWords({
  meter,
  speaks,
  agentName,
}: {
  meter: MeterView | undefined
  speaks: boolean
  agentName: string | undefined
}): string {
  if (!meter && speaks) return 'Its agent’s own file names a meter, which measures this rig.'
  if (!meter) return 'A metering plug tells what the rig truly takes from the wall, in place of what its miner says.'
  if (agentName === undefined) return 'No agent reports this rig yet: the meter is asked as soon as one does.'
  if (speaks) return `Asked by ${agentName}. Its figure is the rig’s power.`
  return `Asked by ${agentName}, and not in the last reading: the rig’s page and the agent’s status say what is wrong.`
}
