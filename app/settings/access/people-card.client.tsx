'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { confirmDeed } from '../../forms/confirm.client'
import { CopyText } from '../../forms/copy-text.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed, useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import classes from '../settings.module.css'
import { addViewer, dropViewer, makeResetLink } from './actions'

type Person = { id: string; name: string; email: string; role: 'owner' | 'viewer'; self: boolean }

/** Who may sign in. Viewers are invited by a link on which they choose their password. */
export function PeopleCard({ people, mayChange }: { people: Person[]; mayChange: boolean }) {
  const router = useRouter()
  const [link, setLink] = useState<{ path: string; name: string }>()
  const { run, running, problem } = useDeed()
  const form = useForm({ initialValues: { name: '', email: '' } })
  const { submit, saving } = useSaving(form, addViewer, (made) => {
    setLink(made)
    form.reset()
    router.refresh()
  })
  return (
    <Card title="People" note="the owner changes things, viewers look">
      <div className={classes.stack}>
        <Problem>{problem}</Problem>
        <ul className={classes.list}>
          {people.map((person) => (
            <li key={person.id}>
              <strong>{person.name}</strong>
              <span className={classes.muted}>{person.email}</span>
              <span className={classes.muted}>
                {person.role}
                {person.self ? ', you' : ''}
              </span>
              {mayChange && !person.self ? (
                <span>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    disabled={running}
                    onClick={() => void run(() => makeResetLink(person.id), setLink)}
                  >
                    Make a password link<span className="visually-hidden"> for {person.name}</span>
                  </Button>
                  <Button
                    variant="subtle"
                    color="critical"
                    size="compact-sm"
                    disabled={running}
                    onClick={() =>
                      confirmDeed(
                        {
                          title: `Remove ${person.name}?`,
                          words: 'They are signed out everywhere and cannot sign in again.',
                          deed: 'Remove',
                        },
                        () =>
                          void run(
                            () => dropViewer(person.id),
                            () => router.refresh(),
                          ),
                      )
                    }
                  >
                    Remove<span className="visually-hidden"> {person.name}</span>
                  </Button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
        {link ? (
          <div className={forms.once} role="status">
            <p>
              Give <strong>{link.name}</strong> this link. It works once, for a day, and lets them choose a password.
            </p>
            <CopyText text={`${location.origin}${link.path}`} label="One-time link" copyWord="Copy link" />
          </div>
        ) : null}
        {mayChange ? (
          <form onSubmit={submit} className={forms.form} noValidate>
            <Problem>{form.errors.form}</Problem>
            <div className={forms.pair}>
              <TextInput label="Name of a new viewer" autoComplete="off" {...form.getInputProps('name')} />
              <TextInput label="E-mail" type="email" autoComplete="off" {...form.getInputProps('email')} />
            </div>
            <div className={forms.buttons}>
              <Button type="submit" variant="default" loading={saving}>
                Add viewer
              </Button>
            </div>
          </form>
        ) : null}
      </div>
    </Card>
  )
}
