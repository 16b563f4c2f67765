'use client'

import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useRef } from 'react'
import classes from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { enter } from './actions'

/** Signs in by itself as soon as a person's browser shows it; a program that only fetches the page spends nothing. */
export function EnterForm({ secret }: { secret: string }) {
  const form = useForm({ initialValues: {} })
  const element = useRef<HTMLFormElement>(null)
  const sent = useRef(false)
  const { submit, saving } = useSaving(
    form,
    () => enter(secret),
    () => location.assign('/'),
  )
  useEffect(() => {
    const sendOnce = () => {
      if (sent.current || document.visibilityState !== 'visible') return
      sent.current = true
      element.current?.requestSubmit()
    }
    sendOnce()
    document.addEventListener('visibilitychange', sendOnce)
    return () => document.removeEventListener('visibilitychange', sendOnce)
  }, [])
  return (
    <form ref={element} onSubmit={submit} className={classes.form}>
      <Problem>{form.errors.form}</Problem>
      <Button type="submit" loading={saving} fullWidth>
        Sign in
      </Button>
    </form>
  )
}
