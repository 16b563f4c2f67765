'use client'

import { NativeSelect } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { assign } from './actions'
import type { Owner } from './owner-name'

/** What a receipt, or all of a source or file, belongs to; takes effect when chosen. */
export function BelongsTo({
  of,
  subject = '',
  owners,
  label,
}: {
  of: Parameters<typeof assign>[0]['of']
  subject?: string | undefined
  owners: Owner[]
  label: string
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  // A choice that is not offered, such as a rig, is still shown.
  const known = subject === '' || owners.some((owner) => owner.subject === subject)
  return (
    <>
      <Problem>{problem}</Problem>
      <NativeSelect
        size="xs"
        aria-label={label}
        disabled={running}
        data={[
          { value: '', label: 'own rigs' },
          ...owners.map((owner) => ({ value: owner.subject, label: owner.name })),
          ...(known ? [] : [{ value: subject, label: subject.replace(':', ' ') }]),
        ]}
        value={subject}
        onChange={({ currentTarget: { value } }) =>
          void run(
            () => assign({ of, ...(value === '' ? {} : { subject: value }) }),
            () => router.refresh(),
          )
        }
      />
    </>
  )
}
