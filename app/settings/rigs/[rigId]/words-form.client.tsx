'use client'

import { Button, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { parseDecimal } from '../../../forms/decimal'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { saveRigs } from '../actions'
import { useRigSaved } from './use-rig-saved.client'

type Words = {
  name: string
  tags: string[]
  row: string
  rack: string
  position: string
  notes: string
  purchasePrice: string
  purchasedOn: string
}

/** What its owner calls a rig, where it stands, and what it cost. */
export function WordsForm({ rigId, currency, initial }: { rigId: number; currency: string; initial: Words }) {
  const form = useForm<Words>({ initialValues: initial })
  const saved = useRigSaved()
  const { submit, saving } = useSaving(
    form,
    ({ purchasePrice, purchasedOn, ...words }) =>
      saveRigs({
        rigIds: [rigId],
        fromDate: '',
        change: {
          ...words,
          purchasePrice: purchasePrice.trim() === '' ? null : parseDecimal(purchasePrice),
          purchasedOn: purchasedOn === '' ? null : purchasedOn,
        },
      }),
    () => saved('Name and place saved.'),
  )
  return (
    <form onSubmit={submit} className={forms.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <TextInput label="Name" {...form.getInputProps('name')} />
      <div className={forms.triple}>
        <TextInput label="Row" {...form.getInputProps('row')} />
        <TextInput label="Rack" {...form.getInputProps('rack')} />
        <TextInput label="Position" {...form.getInputProps('position')} />
      </div>
      <TagsInput label="Tags" placeholder="Write one, press Enter" {...form.getInputProps('tags')} />
      <Textarea label="Notes" autosize minRows={2} {...form.getInputProps('notes')} />
      <div className={forms.pair}>
        <DecimalInput
          label="Bought for"
          unit={currency}
          value={form.values.purchasePrice}
          onChange={(text) => form.setFieldValue('purchasePrice', text)}
          error={form.errors.purchasePrice}
          path="purchasePrice"
        />
        <TextInput type="date" label="Bought on" {...form.getInputProps('purchasedOn')} />
      </div>
      <div className={forms.buttons}>
        <Button type="submit" loading={saving}>
          Save name and place
        </Button>
      </div>
    </form>
  )
}
