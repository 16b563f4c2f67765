'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { LinkButton } from '../../../ui/link-button'
import type { ScopeNames } from '../scope-words'
import { writeRule } from './actions'
import { Preview } from './preview.client'
import { formOf, type RuleDraft } from './rule-draft'
import { RuleFields } from './rule-fields.client'
import classes from './rules.module.css'

const LIST = '/settings/alerts'

/** A rule on the bench: what it says at the left, when it would have spoken at the right, before anything is saved. */
export function Workshop({
  initial,
  names,
  algorithms,
  timeZone,
  mayChange,
}: {
  initial: RuleDraft
  names: ScopeNames
  /** Those that the fleet mines. */
  algorithms: string[]
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<Record<string, string>>({})
  const { run, running, problem } = useDeed()
  const { describes } = RULE_KINDS[draft.kind]

  const save = () => {
    const made = formOf(draft)
    setProblems(made.ok ? {} : made.problems)
    if (!made.ok) return
    void run(
      async () => {
        const answer = await writeRule(made.form)
        if (!answer.ok) setProblems(byField(answer.problems))
        return answer
      },
      () => {
        router.push(LIST)
        router.refresh()
      },
    )
  }

  return (
    <div className={classes.workshop}>
      <Card title={initial.id === undefined ? 'New rule' : initial.name} note={describes}>
        <form
          className={forms.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <Problem>{problem}</Problem>
          <fieldset disabled={!mayChange} style={{ display: 'contents' }}>
            <RuleFields
              draft={draft}
              onChange={(next) => {
                setDraft(next)
                setProblems({})
              }}
              problems={problems}
              names={names}
              algorithms={algorithms}
            />
          </fieldset>
          {mayChange ? (
            <div className={forms.buttons}>
              <Button type="submit" loading={running}>
                {initial.id === undefined ? 'Add rule' : 'Save rule'}
              </Button>
              <LinkButton href={LIST}>Leave as it was</LinkButton>
            </div>
          ) : null}
        </form>
      </Card>
      {mayChange ? <Preview draft={draft} timeZone={timeZone} /> : null}
    </div>
  )
}

/** The server names a setting by its path; the form by where it is typed. */
function byField(problems: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).map(([path, words]) => [
      path.replace(/^settings\.(?!limits|algorithm)/, 'numbers.'),
      words,
    ]),
  )
}
