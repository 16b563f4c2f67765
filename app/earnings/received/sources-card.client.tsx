'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ListedSource } from '#lib/wire/income'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import table from '../../forms/table.module.css'
import { useDeed } from '../../forms/use-saving.client'
import { Age } from '../../ui/age.client'
import { Card } from '../../ui/card'
import { ScrollTable } from '../../ui/scroll-table'
import { testSource } from './actions'
import { BelongsTo } from './belongs-to.client'
import { type Owner, ownerName } from './owner-name'
import { RemoveButton } from './remove-button.client'
import { SourceForm } from './source-form.client'
import { kindName, SOURCE_KINDS } from './source-kinds'
import { sourceStateWords } from './source-state-words'

const HEADS = ['Source', 'Kind', 'State', 'Last answer', 'Belongs to', '']

/** Where receipts come from: how each fared, what it brings money for, and buttons to ask and change it. */
export function SourcesCard({
  sources,
  owners,
  timeZone,
  mayChange,
}: {
  sources: ListedSource[]
  owners: Owner[]
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const [told, setTold] = useState<string>()
  const [editedId, setEditedId] = useState<number>()
  const edited = sources.find(({ id }) => id === editedId)
  const kind = SOURCE_KINDS.find((known) => known.kind === edited?.kind)?.kind

  function ask({ id, name }: ListedSource): void {
    setTold(undefined)
    void run<{ words: string }>(
      () => testSource(id),
      ({ words }) => {
        setTold(`${name}: ${words}`)
        router.refresh()
      },
    )
  }

  return (
    <>
      <Card title="Sources" flush>
        <ScrollTable label="Sources">
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head || <span className="visually-hidden">Deeds</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr key={source.id}>
                <th scope="row">{source.name}</th>
                <td>{kindName(source.kind)}</td>
                <td className={source.lastProblem === undefined ? undefined : table.wide}>
                  {sourceStateWords(source)}
                </td>
                <td>
                  {source.lastSuccessAtMs === undefined ? (
                    '—'
                  ) : (
                    <Age atMs={source.lastSuccessAtMs} timeZone={timeZone} />
                  )}
                </td>
                <td>
                  {mayChange ? (
                    <BelongsTo
                      of={{ sourceId: source.id }}
                      subject={source.subject}
                      owners={owners}
                      label={`What ${source.name} pays for`}
                    />
                  ) : (
                    ownerName(source.subject, owners)
                  )}
                </td>
                <td>
                  {mayChange ? (
                    <div className={table.actions}>
                      {source.kind === 'file' ? null : (
                        <Button variant="subtle" size="compact-xs" loading={running} onClick={() => ask(source)}>
                          Ask now<span className="visually-hidden"> {source.name}</span>
                        </Button>
                      )}
                      <Button variant="subtle" size="compact-xs" onClick={() => setEditedId(source.id)}>
                        Edit<span className="visually-hidden"> {source.name}</span>
                      </Button>
                      <RemoveButton what="source" id={source.id} name={source.name} />
                    </div>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
        <div role="status" className={forms.hint} style={told || problem ? { padding: '8px 16px 16px' } : undefined}>
          {problem ? <Problem>{problem}</Problem> : told}
        </div>
      </Card>
      {edited && kind ? (
        <SourceForm
          key={edited.id}
          title={`Edit ${edited.name}`}
          source={{
            ...{ id: edited.id, name: edited.name, kind, enabled: edited.enabled, settings: edited.settings },
            hasSecrets: edited.hasSecrets,
          }}
          close={() => setEditedId(undefined)}
        />
      ) : null}
    </>
  )
}
