'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { formatDuration } from '#lib/domain/format'
import type { ActionResult } from '../forms/action-result'
import classes from '../forms/forms.module.css'
import { Note } from '../forms/note'
import { Problem } from '../forms/problem'
import { useSaving } from '../forms/use-saving.client'

type Values = { email: string; password: string }

/** E-mail address and password, and what to do when one of them is lost. */
export function SignInForm({ next }: { next: string }) {
  const form = useForm<Values>({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.trim() === '' ? 'Write your e-mail address' : null),
      password: (password) => (password === '' ? 'Write your password' : null),
    },
  })
  const { submit, saving } = useSaving(form, signIn, () => location.assign(next))
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        autoFocus
        {...form.getInputProps('email')}
        data-path="email"
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
        {...form.getInputProps('password')}
        data-path="password"
      />
      <Button type="submit" loading={saving} fullWidth>
        Sign in
      </Button>
      <details className={classes.hint}>
        <summary>I cannot sign in</summary>
        <Note>
          On the machine that runs Davylamp,{' '}
          <code>npm run --silent davylamp -- user reset-password you@example.com</code> prints a link that sets a new
          password. A new installation prints the link that makes its owner when it starts.
        </Note>
      </details>
    </form>
  )
}

async function signIn({ email, password }: Values): Promise<ActionResult> {
  const answer = await fetch('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: email.trim(), password }),
  })
  if (answer.ok) return { ok: true }
  return { ok: false, problems: { form: complaintOf(answer) } }
}

function complaintOf(answer: Response): string {
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('x-retry-after') ?? answer.headers.get('retry-after'))
    const wait = seconds > 0 ? formatDuration(seconds * 1000) : 'a minute'
    return `Too many tries from this address. Wait ${wait}, then try again.`
  }
  if (answer.status === 403) {
    return 'The server does not know the address in your browser’s bar. Open it by the address it printed at its start, or set DAVYLAMP_PUBLIC_URL.'
  }
  if (answer.status < 500) return 'E-mail address or password is wrong. Check both, and the Caps Lock key.'
  return 'The server could not check your password. Try again; its log says why.'
}
