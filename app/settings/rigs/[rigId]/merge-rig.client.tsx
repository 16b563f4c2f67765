'use client'

import { Button, Select } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { confirmDeed } from '../../../forms/confirm.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import classes from '../../settings.module.css'
import { mergeInto } from '../actions'
import type { OtherRig } from './other-rig'

/** One machine that shows up as two rigs becomes one: this one's history moves to the other. */
export function MergeRig({ rigId, name, others }: { rigId: number; name: string; others: OtherRig[] }) {
  const router = useRouter()
  const [intoRigId, setIntoRigId] = useState<string | null>(null)
  const into = others.find(({ id }) => String(id) === intoRigId)
  const { run, running, problem } = useDeed()

  function ask({ id, name: kept }: OtherRig): void {
    confirmDeed(
      {
        title: `Merge ${name} into ${kept}?`,
        words: (
          <div className={classes.stack}>
            <p>
              {kept} stays, with its name, site, coin and other settings. All readings of {name} move to it, and its
              machine reports as {kept} from now on. The hours of both are computed anew.
            </p>
            <p>
              {name} is removed with what was set for it. This cannot be undone: see first that both are the same
              machine.
            </p>
          </div>
        ),
        deed: 'Merge rigs',
      },
      () =>
        void run(
          () => mergeInto({ fromRigId: rigId, intoRigId: id }),
          () => router.push(`/settings/rigs/${id}`),
        ),
    )
  }

  return (
    <form
      className={forms.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (into) ask(into)
      }}
    >
      <Problem>{problem}</Problem>
      <Select
        label="This is the same machine as…"
        description={`When one machine shows up twice, after a new network card for one: ${name} becomes part of the rig that you choose.`}
        searchable
        limit={50}
        data={others.map((rig) => ({ value: String(rig.id), label: rig.name }))}
        placeholder="Choose the rig that stays"
        nothingFoundMessage="No rig of that name"
        value={intoRigId}
        onChange={setIntoRigId}
      />
      <div className={forms.buttons}>
        <Button type="submit" variant="default" loading={running} disabled={!into}>
          {into ? `Merge into ${into.name}` : 'Merge into it'}
        </Button>
      </div>
    </form>
  )
}
