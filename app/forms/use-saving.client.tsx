'use client'

import type { UseFormReturnType } from '@mantine/form'
import { type FormEvent, useState } from 'react'
import type { ActionResult } from './action-result'
import { refusalWords } from './refusal-words'

const NOT_SAVED = 'The server did not answer, so nothing was saved. What you wrote is still here: try again.'
const NOT_DONE = 'The server did not answer, so nothing was changed. Try again.'

/**
 * Sends a form to a server action. Problems stand beside their fields, what belongs to none in `form.errors.form`;
 * what was typed stays as it is. `done` hears of success.
 */
export function useSaving<Values extends object, More>(
  form: UseFormReturnType<Values>,
  save: (values: Values) => Promise<ActionResult<More>>,
  done: (result: { ok: true } & More) => void,
): { submit: (event: FormEvent<HTMLFormElement>) => void; saving: boolean } {
  const [saving, setSaving] = useState(false)

  async function send(values: Values): Promise<void> {
    setSaving(true)
    form.clearErrors()
    try {
      const result = await save(values)
      if (result.ok) done(result)
      else complain(result.problems)
    } catch (error) {
      const words = refusalWords(error, NOT_SAVED)
      if (words) complain({ form: words })
    } finally {
      setSaving(false)
    }
  }

  function complain(problems: Record<string, string>): void {
    form.setErrors(problems)
    const first = Object.keys(problems)[0]
    if (first) requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-path="${first}"]`)?.focus())
  }

  return { submit: form.onSubmit((values) => void send(values)), saving }
}

/** A deed without fields: a press, perhaps a question, and what came of it. */
export function useDeed(): {
  run: <More>(deed: () => Promise<ActionResult<More>>, done?: (result: { ok: true } & More) => void) => Promise<void>
  running: boolean
  problem: string | undefined
} {
  const [running, setRunning] = useState(false)
  const [problem, setProblem] = useState<string>()
  return {
    running,
    problem,
    async run(deed, done) {
      setRunning(true)
      setProblem(undefined)
      try {
        const result = await deed()
        if (result.ok) done?.(result)
        else setProblem(Object.values(result.problems).join(' '))
      } catch (error) {
        setProblem(refusalWords(error, NOT_DONE))
      } finally {
        setRunning(false)
      }
    },
  }
}
