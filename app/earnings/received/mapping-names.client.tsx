'use client'

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { dropMapping, keepMapping, type lookIntoFile } from './actions'

/** What was saved for a file with the same columns. */
export type SavedMapping = Extract<Awaited<ReturnType<typeof lookIntoFile>>, { ok: true }>['saved'][number]

/** Columns that were saved for such a file, and a name to save these under for the next one. */
export function MappingNames({
  saved,
  columns,
  mapping,
  choose,
}: {
  saved: SavedMapping[]
  columns: string[]
  mapping: Parameters<typeof keepMapping>[0]['mapping']
  choose: (mapping: SavedMapping['mapping']) => void
}) {
  const { run, running, problem } = useDeed()
  const [known, setKnown] = useState(saved)
  const [name, setName] = useState(saved[0]?.name ?? '')
  const [told, setTold] = useState<string>()
  const same = known.find((one) => one.name === name)
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="visually-hidden">Saved columns</legend>
      <Problem>{problem}</Problem>
      <div className={forms.pair}>
        {known.length > 0 ? (
          <NativeSelect
            label="Saved columns"
            data={[{ value: '', label: '—' }, ...known.map((one) => one.name)]}
            value={same?.name ?? ''}
            onChange={({ currentTarget: { value } }) => {
              setName(value)
              const chosen = known.find((one) => one.name === value)
              if (chosen) choose(chosen.mapping)
            }}
          />
        ) : null}
        <TextInput
          label="Save these columns as"
          description="Offered for the next file that has the same ones"
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
        />
      </div>
      <div className={forms.buttons}>
        <Button
          variant="default"
          loading={running}
          disabled={name.trim() === ''}
          onClick={() =>
            void run(
              () => keepMapping({ name, columns, mapping }),
              () => setTold(`Saved as ${name.trim()}.`),
            )
          }
        >
          Save columns
        </Button>
        {same ? (
          <Button
            variant="default"
            loading={running}
            onClick={() =>
              void run(
                () => dropMapping(same.id),
                () => {
                  setKnown(known.filter(({ id }) => id !== same.id))
                  setTold(`${same.name} is forgotten.`)
                },
              )
            }
          >
            Forget {same.name}
          </Button>
        ) : null}
        <span role="status" className={forms.hint}>
          {told}
        </span>
      </div>
    </fieldset>
  )
}
