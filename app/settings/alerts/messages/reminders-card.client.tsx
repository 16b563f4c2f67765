'use client'

import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import type { AlertSettings } from '#lib/wire/alerts'
import { problem } from '../../../forms/action-result'
import { parseDecimal } from '../../../forms/decimal'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { durationText, parseDuration } from '../duration-text'
import { changeAlertSettings } from '../settings-actions'

/** How often a critical incident that nobody took is said again, and from how many rigs on single ones are not pushed. */
export function RemindersCard({ kept, mayChange }: { kept: AlertSettings; mayChange: boolean }) {
  const router = useRouter()
  const { reminders } = kept
  const form = useForm({
    initialValues: {
      first: durationText(reminders.firstMs),
      every: durationText(reminders.everyMs),
      most: String(reminders.most),
      worklist: String(kept.worklistAboveRigs),
    },
  })
  const { submit, saving } = useSaving(
    form,
    async ({ first, every, most, worklist }) => {
      const firstMs = parseDuration(first)
      const everyMs = parseDuration(every)
      if (!Number.isFinite(firstMs)) return problem('Write a time, such as 1 h', 'first')
      if (!Number.isFinite(everyMs)) return problem('Write a time, such as 6 h', 'every')
      const answer = await changeAlertSettings({
        reminders: { firstMs, everyMs, most: parseDecimal(most) },
        worklistAboveRigs: parseDecimal(worklist),
      })
      return answer.ok ? answer : { ok: false, problems: byField(answer.problems) }
    },
    () => {
      form.resetDirty()
      router.refresh()
    },
  )
  return (
    <Card title="Reminders and worklist">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <fieldset disabled={!mayChange} style={{ display: 'contents' }}>
          <div className={forms.triple}>
            <DecimalInput label="First reminder after" {...inputOf('first')} />
            <DecimalInput label="Then every" {...inputOf('every')} />
            <DecimalInput label="At most" unit="times" {...inputOf('most')} />
          </div>
          <p className={forms.hint}>
            Only critical incidents that nobody acknowledged are said again. A warning is told once, and once more when
            it is over.
          </p>
          <DecimalInput
            label="Worklist above"
            unit="rigs"
            description="Some rigs of a large farm are always down. Above so many, warnings about a single one wait on the worklist, and only critical and site-wide ones are sent."
            {...inputOf('worklist')}
          />
        </fieldset>
        {mayChange && form.isDirty() ? (
          <div className={forms.buttons}>
            <Button type="submit" loading={saving}>
              Save
            </Button>
          </div>
        ) : null}
      </form>
    </Card>
  )

  function inputOf(path: 'first' | 'every' | 'most' | 'worklist') {
    return {
      value: form.values[path],
      onChange: (text: string) => form.setFieldValue(path, text),
      error: form.errors[path],
      path,
    }
  }
}

const FIELDS: Record<string, string> = {
  'reminders.firstMs': 'first',
  'reminders.everyMs': 'every',
  'reminders.most': 'most',
  worklistAboveRigs: 'worklist',
}

function byField(problems: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(problems).map(([path, words]) => [FIELDS[path] ?? path, words]))
}
