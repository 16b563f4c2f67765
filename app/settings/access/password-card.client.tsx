'use client'

import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { z } from 'zod'
import type { ActionResult } from '../../forms/action-result'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'

const refusal = z.object({ code: z.string().optional(), message: z.string().optional() })

/** One's own password. */
export function PasswordCard() {
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } })
  const { submit, saving } = useSaving(form, changePassword, () => {
    form.reset()
    notifications.show({ title: 'Password changed', message: 'You stay signed in here, and are signed out elsewhere.' })
  })
  return (
    <Card title="Your password">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <div className={forms.pair}>
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the present password' }}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the new password' }}
            {...form.getInputProps('newPassword')}
          />
        </div>
        <div className={forms.buttons}>
          <Button type="submit" variant="default" loading={saving}>
            Change password
          </Button>
          <span className={forms.hint}>At least 8 characters, and none of those that everybody tries first.</span>
        </div>
      </form>
    </Card>
  )
}

async function changePassword(values: { currentPassword: string; newPassword: string }): Promise<ActionResult> {
  const answer = await fetch('/api/auth/change-password', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...values, revokeOtherSessions: true }),
  })
  if (answer.ok) return { ok: true }
  if (answer.status === 429) return { ok: false, problems: { form: 'Too many tries. Wait a minute, then try again.' } }
  const { code, message } = refusal.catch({}).parse(await answer.json())
  if (code === 'INVALID_PASSWORD') return { ok: false, problems: { currentPassword: 'This is not your password' } }
  return { ok: false, problems: { newPassword: message ?? 'This password cannot be used' } }
}
