'use client'

import { Autocomplete, Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { confirmDeed } from '../../../forms/confirm.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import classes from '../../settings.module.css'
import { replaceMachine } from '../actions'
import type { OtherRig } from './other-rig'
import { useRigSaved } from './use-rig-saved.client'

/** Another machine takes this rig's place: one that reports as a rig of its own already, or one whose key is known. */
export function ReplaceMachine({
  rigId,
  name,
  presentKey,
  others,
}: {
  rigId: number
  name: string
  presentKey: string | undefined
  others: OtherRig[]
}) {
  const saved = useRigSaved()
  const [newKey, setNewKey] = useState('')
  const { run, running, problem } = useDeed()
  const nameByKey = new Map(others.flatMap((rig) => rig.keys.slice(0, 1).map((key) => [key, rig.name] as const)))
  const known = others.find((rig) => rig.keys.some((key) => isSameKey(key, newKey)))

  function ask(event: FormEvent): void {
    event.preventDefault()
    const key = newKey.trim()
    if (key === '') return
    confirmDeed(
      {
        title: `Replace the machine of ${name}?`,
        words: (
          <div className={classes.stack}>
            <p>
              From now on {name} is the machine <code>{key}</code>. Its name, its settings and all its history stay.
            </p>
            {known ? (
              <p>
                That machine reports as {known.name} now: its readings move here, and {known.name} is removed with what
                was set for it. This cannot be undone.
              </p>
            ) : null}
            {presentKey ? (
              <p>
                The key <code>{presentKey}</code> still leads here: should the old machine run again, it would report as{' '}
                {name}.
              </p>
            ) : null}
          </div>
        ),
        deed: 'Replace machine',
      },
      () =>
        void run(
          () => replaceMachine({ rigId, newKey: key }),
          () => {
            setNewKey('')
            saved('The new machine goes on in this rig’s place.')
          },
        ),
    )
  }

  return (
    <form onSubmit={ask} className={forms.form} noValidate>
      <Problem>{problem}</Problem>
      <Autocomplete
        label="Replace this machine by…"
        description="For a repair or an upgrade: history goes on under this name. Choose the rig that the new machine reports as, or write its MAC address, serial number or key."
        placeholder="a4:bb:6d:01:02:03"
        spellCheck={false}
        limit={50}
        data={[...nameByKey.keys()]}
        filter={({ options, search, limit }) =>
          options
            .filter((option) => 'value' in option && isFound(`${option.value} ${nameByKey.get(option.value)}`, search))
            .slice(0, limit)
        }
        renderOption={({ option }) => (
          <span>
            {nameByKey.get(option.value)} <code className={classes.muted}>{option.value}</code>
          </span>
        )}
        value={newKey}
        onChange={setNewKey}
      />
      <div className={forms.buttons}>
        <Button type="submit" variant="default" loading={running} disabled={newKey.trim() === ''}>
          Replace the machine
        </Button>
        {known ? <span className={forms.hint}>It reports as {known.name} now.</span> : null}
      </div>
    </form>
  )
}

function isFound(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.trim().toLowerCase())
}

/** A MAC address is the same however it is parted. */
function isSameKey(one: string, other: string): boolean {
  return plain(one) === plain(other)
}

function plain(key: string): string {
  return key.trim().toLowerCase().replaceAll(/[:-]/g, '')
}
