'use client'

import { NativeSelect } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDeed } from '../../forms/confirm.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { keepReadingsFor } from './actions'
import { bytesInWords } from './bytes-in-words'

type Choice = { days: number; bytes?: number }

const FOREVER = 'forever'

/** How long readings are kept in full, with what each choice takes on disk. */
export function RetentionCard({
  kept,
  choices,
  rigs,
  mayChange,
}: {
  kept: number | typeof FOREVER
  choices: Choice[]
  rigs: number
  mayChange: boolean
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const measured = choices.some(({ bytes }) => bytes !== undefined)
  const save = (wanted: number | typeof FOREVER) =>
    void run(
      () => keepReadingsFor(wanted),
      () => router.refresh(),
    )
  return (
    <Card title="How long readings are kept">
      <div className={forms.form}>
        <Problem>{problem}</Problem>
        <NativeSelect
          label="Keep every reading for"
          description={
            measured
              ? `Room as measured here, with ${rigs === 1 ? 'one rig' : `${rigs} rigs`} reporting as now. Hours, earnings and incidents are kept for ever whatever you choose.`
              : 'What each choice takes is shown once readings have been packed, a few hours after the first. Hours, earnings and incidents are kept for ever.'
          }
          value={String(kept)}
          disabled={!mayChange || running}
          maw={440}
          data={[
            ...choices.map(({ days, bytes }) => ({
              value: String(days),
              label: bytes === undefined ? daysInWords(days) : `${daysInWords(days)} · ${bytesInWords(bytes)}`,
            })),
            { value: FOREVER, label: 'For ever' },
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget
            const wanted = value === FOREVER ? FOREVER : Number(value)
            if (isAtLeast(wanted, kept)) return save(wanted)
            confirmDeed(
              {
                title: `Keep readings for ${daysInWords(Number(wanted))} only?`,
                words: 'Older readings are removed within the hour, and only a backup brings them back.',
                deed: 'Remove older readings',
              },
              () => save(wanted),
            )
          }}
        />
      </div>
    </Card>
  )
}

function isAtLeast(wanted: number | typeof FOREVER, kept: number | typeof FOREVER): boolean {
  return wanted === FOREVER || (kept !== FOREVER && wanted >= kept)
}

function daysInWords(days: number): string {
  return days % 365 === 0 ? (days === 365 ? '1 year' : `${days / 365} years`) : `${days} days`
}
