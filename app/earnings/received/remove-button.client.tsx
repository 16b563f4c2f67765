'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDeed } from '../../forms/confirm.client'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { removeSource, takeBack } from './actions'

/** Removes a source, or takes an import back, after a question. */
export function RemoveButton({ what, id, name }: { what: 'source' | 'import'; id: number; name: string }) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const [deed, word] = what === 'source' ? [removeSource, 'Remove'] : [takeBack, 'Take back']
  const ask = () =>
    confirmDeed(
      { title: `${word} ${name}?`, words: 'Every receipt it brought goes with it.', deed: word },
      () =>
        void run(
          () => deed(id),
          () => router.refresh(),
        ),
    )
  return (
    <>
      <Problem>{problem}</Problem>
      <Button variant="subtle" size="compact-xs" color="critical" loading={running} onClick={ask}>
        {word}
        <span className="visually-hidden"> {name}</span>
      </Button>
    </>
  )
}
