'use client'

import { Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { note } from '../actions'

/** What somebody found out, for whoever looks next. */
export function NoteForm({ incidentId, kept, mayChange }: { incidentId: number; kept: string; mayChange: boolean }) {
  const router = useRouter()
  const form = useForm({ initialValues: { text: kept } })
  const { submit, saving } = useSaving(
    form,
    ({ text }) => note({ id: incidentId, text: text.trim() }),
    () => {
      form.resetDirty()
      router.refresh()
    },
  )
  if (!mayChange) return kept ? <Card title="Note">{kept}</Card> : null
  return (
    <Card title="Note">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form ?? form.errors.id}</Problem>
        <Textarea
          aria-label="Note"
          placeholder="What you found, for whoever looks next"
          autosize
          minRows={2}
          maxRows={10}
          {...form.getInputProps('text')}
        />
        {form.isDirty() ? (
          <div className={forms.buttons}>
            <Button type="submit" size="xs" variant="default" loading={saving}>
              Keep note
            </Button>
          </div>
        ) : null}
      </form>
    </Card>
  )
}
