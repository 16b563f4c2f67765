'use client'

import { Button, Select, Switch, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Severity } from '#lib/domain/alert-types'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { LinkButton } from '../../../ui/link-button'
import { ScopeFields } from '../scope-fields.client'
import type { ScopeNames } from '../scope-words'
import { tryChannelForm, writeChannel } from './actions'
import { Answer } from './answer'
import { type ChannelDraft, sentChannel } from './channel-draft'
import { ChannelFields } from './channel-fields.client'
import { CHANNEL_KINDS } from './channel-kinds'

const LIST = '/settings/alerts/channels'

const SEVERITIES: { value: Severity; label: string }[] = [
  { value: 'critical', label: 'Only critical' },
  { value: 'warning', label: 'Warnings and critical' },
  { value: 'info', label: 'Everything' },
]

/** A channel being written; a test goes out as the form says it, before anything is saved. */
export function ChannelForm({
  initial,
  secretsSet,
  names,
}: {
  initial: ChannelDraft
  secretsSet: string[]
  names: ScopeNames
}) {
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set())
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [answer, setAnswer] = useState<{ ok: boolean; answer: string }>()
  const saving = useDeed()
  const testing = useDeed()
  const { label, describes } = CHANNEL_KINDS[draft.kind]
  const change = (part: Partial<ChannelDraft>) => setDraft({ ...draft, ...part })

  const save = () =>
    saving.run(
      async () => {
        const result = await writeChannel(sentChannel(draft, removed))
        setProblems(result.ok ? {} : result.problems)
        return result
      },
      () => {
        router.push(LIST)
        router.refresh()
      },
    )
  const test = () =>
    testing.run(
      async () => ({ ok: true as const, result: await tryChannelForm(sentChannel(draft, removed)) }),
      ({ result }) => {
        setProblems(result.problems ?? {})
        setAnswer(result)
      },
    )

  return (
    <Card title={initial.id === undefined ? `New channel: ${label}` : initial.name} note={describes}>
      <form
        className={forms.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Problem>{Object.keys(problems).length > 0 ? problems.form : (saving.problem ?? testing.problem)}</Problem>
        <TextInput
          label="Name"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={problems.name}
          data-path="name"
        />
        <ChannelFields
          draft={draft}
          secretsSet={secretsSet}
          removed={removed}
          onRemove={setRemoved}
          onChange={(settings) => change({ settings })}
          problems={problems}
        />
        <Select
          label="Takes"
          data={SEVERITIES}
          value={draft.leastSeverity}
          allowDeselect={false}
          onChange={(value) =>
            change({ leastSeverity: SEVERITIES.find((each) => each.value === value)?.value ?? 'warning' })
          }
        />
        <ScopeFields scope={draft.scope} names={names} onChange={(scope) => change({ scope })} />
        <Switch
          label="Good news, too"
          description="A block found, a new best difficulty, break-even crossed."
          checked={draft.goodNews}
          onChange={(event) => change({ goodNews: event.currentTarget.checked })}
        />
        <Switch
          label="The channel is on"
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        {answer ? <Answer ok={answer.ok} answer={answer.answer} /> : null}
        <div className={forms.buttons}>
          <Button type="submit" loading={saving.running} disabled={testing.running}>
            {initial.id === undefined ? 'Add channel' : 'Save channel'}
          </Button>
          <Button variant="default" loading={testing.running} disabled={saving.running} onClick={() => void test()}>
            Send test
          </Button>
          <LinkButton href={LIST}>Leave as it was</LinkButton>
        </div>
      </form>
    </Card>
  )
}
