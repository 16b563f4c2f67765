'use client'

import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { addSource } from './actions'
import { isSecret, SOURCE_KINDS, type SourceKind } from './source-kinds'

type Values = { name: string; kind: SourceKind; settings: Record<string, string> }

/** Where money is read from, behind a button until it is wanted. */
export function AddSource() {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useForm<Values>({ initialValues: { name: '', kind: 'braiins', settings: {} } })
  const kind = SOURCE_KINDS.find((known) => known.kind === form.values.kind)
  const { submit, saving } = useSaving(
    form,
    (values) => addSource({ ...values, name: values.name || (kind?.name ?? '') }),
    () => {
      setOpen(false)
      form.reset()
      router.refresh()
    },
  )
  if (!open) {
    return (
      <div>
        <Button variant="default" onClick={() => setOpen(true)}>
          Add source
        </Button>
      </div>
    )
  }
  return (
    <Card title="New source of receipts">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <NativeSelect
          label="What pays"
          data={SOURCE_KINDS.map((known) => ({ value: known.kind, label: known.name }))}
          value={form.values.kind}
          onChange={({ currentTarget }) => {
            const chosen = SOURCE_KINDS.find((known) => known.kind === currentTarget.value)
            if (chosen) form.setValues({ kind: chosen.kind, settings: {} })
          }}
        />
        <TextInput label="Name" placeholder={kind?.name} {...form.getInputProps('name')} data-path="name" />
        {kind?.fields.map(([field, label]) => {
          const Input = isSecret(field) ? PasswordInput : TextInput
          return (
            <Input
              key={`${kind.kind} ${field}`}
              label={label}
              autoComplete="off"
              value={form.values.settings[field] ?? ''}
              onChange={({ currentTarget: { value } }) =>
                form.setFieldValue('settings', (kept) => ({ ...kept, [field]: value }))
              }
              error={form.errors[field]}
              data-path={field}
            />
          )
        })}
        <p className={forms.hint}>Read-only access is enough. Keys are stored encrypted and never shown again.</p>
        <div className={forms.buttons}>
          <Button type="submit" loading={saving}>
            Add source
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            Not now
          </Button>
        </div>
      </form>
    </Card>
  )
}
