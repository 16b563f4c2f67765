'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import classes from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { createOwner } from './actions'
import { NewPassword } from './new-password.client'

/** Makes the owner of the installation and signs them in. */
export function OwnerForm({ secret }: { secret: string }) {
  const form = useForm({ initialValues: { name: '', email: '', password: '' } })
  const { submit, saving } = useSaving(
    form,
    (values) => createOwner({ secret, ...values }),
    () => location.assign('/'),
  )
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <TextInput label="Name" autoComplete="name" autoFocus {...form.getInputProps('name')} data-path="name" />
      <TextInput
        label="E-mail"
        description="You sign in with it. Nothing is sent there."
        type="email"
        autoComplete="username"
        {...form.getInputProps('email')}
        data-path="email"
      />
      <NewPassword {...form.getInputProps('password')} />
      <Button type="submit" loading={saving} fullWidth>
        Become the owner
      </Button>
    </form>
  )
}
