'use client'

import { Button, NativeSelect, PasswordInput, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { keepSource } from './actions'
import { isSecret, SOURCE_KINDS, type SourceKind } from './source-kinds'

type Values = { name: string; kind: SourceKind; enabled: boolean; settings: Record<string, string> }

const NEW: Values = { name: '', kind: 'braiins', enabled: true, settings: {} }

/** Where money is read from, behind a button until it is wanted. */
export function AddSource() {
  const [open, setOpen] = useState(false)
  if (open) return <SourceForm title="New source of receipts" close={() => setOpen(false)} />
  return (
    <div>
      <Button variant="default" onClick={() => setOpen(true)}>
        Add source
      </Button>
    </div>
  )
}

/** A source as it is written down; of one that is there, secrets left empty stay as they are. */
export function SourceForm({
  title,
  source,
  close,
}: {
  title: string
  source?: { id: number; hasSecrets: boolean } & Values
  close: () => void
}) {
  const router = useRouter()
  const { id, hasSecrets, ...known } = source ?? { ...NEW, id: undefined, hasSecrets: false }
  const form = useForm<Values>({ initialValues: known })
  const kind = SOURCE_KINDS.find((one) => one.kind === form.values.kind)
  const { submit, saving } = useSaving(
    form,
    (values) => keepSource({ ...values, name: values.name || (kind?.name ?? ''), ...(id === undefined ? {} : { id }) }),
    () => {
      close()
      router.refresh()
    },
  )
  return (
    <Card title={title}>
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        {id === undefined ? (
          <NativeSelect
            label="What pays"
            data={SOURCE_KINDS.map((one) => ({ value: one.kind, label: one.name }))}
            value={form.values.kind}
            onChange={({ currentTarget }) => {
              const chosen = SOURCE_KINDS.find((one) => one.kind === currentTarget.value)
              if (chosen) form.setValues({ kind: chosen.kind, settings: {} })
            }}
          />
        ) : null}
        <TextInput label="Name" placeholder={kind?.name} {...form.getInputProps('name')} data-path="name" />
        {kind?.fields.map(([field, label]) => {
          const Input = isSecret(field) ? PasswordInput : TextInput
          return (
            <Input
              key={`${kind.kind} ${field}`}
              label={label}
              autoComplete="off"
              {...(id !== undefined && isSecret(field)
                ? { placeholder: hasSecrets ? 'stays as it is' : 'none is stored yet' }
                : {})}
              value={form.values.settings[field] ?? ''}
              onChange={({ currentTarget: { value } }) =>
                form.setFieldValue('settings', (kept) => ({ ...kept, [field]: value }))
              }
              error={form.errors[field]}
              data-path={field}
            />
          )
        })}
        {form.values.kind === 'file' ? null : (
          <Switch label="Ask it every 10 minutes" {...form.getInputProps('enabled', { type: 'checkbox' })} />
        )}
        <p className={forms.hint}>Read-only access is enough. Keys are stored encrypted and never shown again.</p>
        <div className={forms.buttons}>
          <Button type="submit" loading={saving}>
            {id === undefined ? 'Add source' : 'Save source'}
          </Button>
          <Button variant="default" onClick={close}>
            Not now
          </Button>
        </div>
      </form>
    </Card>
  )
}
