'use client'

import { Button, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import shared from '../alert-settings.module.css'
import type { ChannelDraft } from './channel-draft'
import { CHANNEL_KINDS, type ChannelField } from './channel-kinds'

/** What a channel's kind asks for. Secrets are written and never read: what is kept says so, and can be replaced. */
export function ChannelFields({
  draft,
  secretsSet,
  removed,
  onRemove,
  onChange,
  problems,
}: {
  draft: ChannelDraft
  secretsSet: string[]
  removed: ReadonlySet<string>
  onRemove: (removed: ReadonlySet<string>) => void
  onChange: (settings: ChannelDraft['settings']) => void
  problems: Record<string, string>
}) {
  const { fields } = CHANNEL_KINDS[draft.kind]
  const set = (name: string, value: string | boolean) => onChange({ ...draft.settings, [name]: value })
  const written = fields.filter(({ input }) => input !== 'switch')
  const switches = fields.filter(({ input }) => input === 'switch')
  return (
    <>
      {written.length > 0 ? (
        <div className={shared.fields}>
          {written.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={String(draft.settings[field.name] ?? '')}
              onChange={(text) => set(field.name, text)}
              error={problems[field.name]}
              kept={secretsSet.includes(field.name) && !removed.has(field.name)}
              onForget={() => onRemove(new Set([...removed, field.name]))}
            />
          ))}
        </div>
      ) : null}
      {switches.map((field) => (
        <Switch
          key={field.name}
          label={field.label}
          description={field.description}
          checked={draft.settings[field.name] === true}
          onChange={(event) => set(field.name, event.currentTarget.checked)}
          error={problems[field.name]}
        />
      ))}
    </>
  )
}

function Field({
  field,
  value,
  onChange,
  error,
  kept,
  onForget,
}: {
  field: ChannelField
  value: string
  onChange: (text: string) => void
  error?: string
  kept: boolean
  onForget: () => void
}) {
  const { name, label, description, placeholder, input } = field
  const labels = { label, description, error, 'data-path': name }
  if (input === 'select') {
    return (
      <Select
        {...labels}
        data={[...field.options]}
        value={value}
        allowDeselect={false}
        onChange={(chosen) => onChange(chosen ?? field.initial)}
      />
    )
  }
  if (input === 'secret' || input === 'long-secret') {
    const words = kept ? 'Kept, not shown; type to replace' : placeholder
    const common = {
      ...labels,
      placeholder: words,
      value,
      description: kept ? (
        <>
          {description}{' '}
          <Button variant="transparent" size="compact-xs" p={0} onClick={onForget}>
            Forget it
          </Button>
        </>
      ) : (
        description
      ),
    }
    return input === 'secret' ? (
      <PasswordInput
        {...common}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${label}` }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    ) : (
      <Textarea {...common} autosize minRows={2} onChange={(event) => onChange(event.currentTarget.value)} />
    )
  }
  return (
    <TextInput
      {...labels}
      placeholder={placeholder}
      value={value}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
