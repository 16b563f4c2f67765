'use client'

import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { IncidentRow } from '#lib/wire/alerts'
import { useDeed } from '../../forms/use-saving.client'
import { note } from '../actions'

/** What somebody found at the rack; kept when the field is left or Enter is pressed. */
export function NoteCell({ row, mayChange }: { row: IncidentRow; mayChange: boolean }) {
  const kept = row.notes ?? ''
  const [text, setText] = useState<string>()
  const { run, running, problem } = useDeed()
  if (!mayChange) return kept
  const save = () => {
    if (text === undefined || text.trim() === kept) setText(undefined)
    else
      void run(
        () => note({ id: row.id, text: text.trim() }),
        () => setText(undefined),
      )
  }
  return (
    <TextInput
      size="xs"
      aria-label={`Note on ${row.title}`}
      placeholder="Add a note"
      value={text ?? kept}
      disabled={running}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
        if (event.key === 'Escape') setText(undefined)
      }}
      error={problem}
    />
  )
}
