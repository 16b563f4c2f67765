'use client'

import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import classes from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { setNewPassword } from './actions'
import { NewPassword } from './new-password.client'

export function ResetForm({ secret }: { secret: string }) {
  const form = useForm({ initialValues: { password: '' } })
  const { submit, saving } = useSaving(
    form,
    ({ password }) => setNewPassword({ secret, password }),
    () => location.assign('/'),
  )
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <NewPassword {...form.getInputProps('password')} />
      <Button type="submit" loading={saving} fullWidth>
        Set the password and sign in
      </Button>
    </form>
  )
}
