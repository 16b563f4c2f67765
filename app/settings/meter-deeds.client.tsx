'use client'

import { Button } from '@mantine/core'
import { confirmDeed } from '../forms/confirm.client'
import forms from '../forms/forms.module.css'

/** What can be done with a meter, of a site or of a rig: add or change it, and remove it once that was confirmed. */
export function MeterDeeds({
  exists,
  removing,
  question,
  words,
  onChange,
  onRemove,
}: {
  exists: boolean
  removing: boolean
  question: string
  /** What becomes of what it measured, and of figures from now on. */
  words: string
  onChange: () => void
  onRemove: () => void
}) {
  return (
    <div className={forms.buttons}>
      <Button variant="default" size="compact-md" onClick={onChange}>
        {exists ? 'Change the meter' : 'Add a meter'}
      </Button>
      {exists ? (
        <Button
          variant="subtle"
          color="critical"
          size="compact-md"
          loading={removing}
          onClick={() => confirmDeed({ title: question, words, deed: 'Remove meter' }, onRemove)}
        >
          Remove meter
        </Button>
      ) : null}
    </div>
  )
}
