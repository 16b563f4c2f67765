'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { Age } from '../ui/age.client'
import { ScrollTable } from '../ui/scroll-table'
import type { ActionResult } from './action-result'
import { confirmDeed } from './confirm.client'
import { Problem } from './problem'
import table from './table.module.css'
import { useDeed } from './use-saving.client'

export type Secret = { id: number; name: string; prefix: string; createdAtMs: number; lastUsedAtMs?: number }

/** Secrets by name and first characters, with when each was used last. */
export function SecretsTable({
  secrets,
  ofName,
  timeZone,
  revoke,
  revokeWords,
  nothing,
}: {
  secrets: (Secret & { of?: string })[]
  /** What `of` says, where it says anything. */
  ofName?: string
  timeZone: string
  revoke?: (id: number) => Promise<ActionResult>
  revokeWords: string
  nothing: string
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  if (secrets.length === 0) return <p className={table.nothing}>{nothing}</p>
  return (
    <>
      <Problem>{problem}</Problem>
      <ScrollTable label="Secrets">
        <thead>
          <tr>
            <th scope="col">Name</th>
            {ofName ? <th scope="col">{ofName}</th> : null}
            <th scope="col">Begins with</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
            {revoke ? (
              <th scope="col">
                <span className="visually-hidden">What can be done</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {secrets.map((secret) => (
            <tr key={secret.id}>
              <th scope="row">{secret.name}</th>
              {ofName ? <td>{secret.of}</td> : null}
              <td>
                <code>{secret.prefix}…</code>
              </td>
              <td className={table.muted}>
                <Age atMs={secret.createdAtMs} timeZone={timeZone} />
              </td>
              <td className={table.muted}>
                {secret.lastUsedAtMs === undefined ? 'never' : <Age atMs={secret.lastUsedAtMs} timeZone={timeZone} />}
              </td>
              {revoke ? (
                <td className={table.number}>
                  <Button
                    variant="subtle"
                    color="critical"
                    size="compact-sm"
                    disabled={running}
                    onClick={() =>
                      confirmDeed(
                        { title: `Revoke ${secret.name}?`, words: revokeWords, deed: 'Revoke' },
                        () =>
                          void run(
                            () => revoke(secret.id),
                            () => router.refresh(),
                          ),
                      )
                    }
                  >
                    Revoke<span className="visually-hidden"> {secret.name}</span>
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  )
}
