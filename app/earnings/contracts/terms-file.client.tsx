'use client'

import { Button, FileButton, NativeSelect } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { lookIntoTerms, previewTerms, takeTerms } from './file-actions'

const FIELDS = {
  contracts: [
    ['name', 'Name'],
    ['provider', 'Provider'],
    ['algorithm', 'Algorithm'],
    ['coin', 'Coin'],
    ['hashRate', 'Hash rate, with its unit'],
    ['starts', 'Starts'],
    ['ends', 'Ends'],
    ['fee', 'Fee per TH/s and day'],
    ['feeCurrency', 'Currency of the fee'],
    ['paid', 'Paid for it'],
    ['paidCurrency', 'Currency of what was paid'],
  ],
  orders: [
    ['name', 'Name'],
    ['externalId', 'Order id'],
    ['algorithm', 'Algorithm'],
    ['coin', 'Coin mined'],
    ['spent', 'Spent, in BTC'],
    ['starts', 'Began'],
    ['ends', 'Ended'],
  ],
} as const

type Kind = keyof typeof FIELDS
type Opened = { csv: string; columns: string[] }
type Preview = Extract<Awaited<ReturnType<typeof previewTerms>>, { ok: true }>

/** Contracts or orders from a file: columns are named, what would come is shown, and then it is taken in. */
export function TermsFile({
  sites,
  currency,
  timeZone,
}: {
  sites: { id: number; name: string }[]
  currency: string
  timeZone: string
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const [kind, setKind] = useState<Kind>('contracts')
  const [file, setFile] = useState<Opened>()
  const [columns, setColumns] = useState<Record<string, string>>({})
  const [dateOrder, setDateOrder] = useState<'day-first' | 'month-first'>('day-first')
  const [siteId, setSiteId] = useState(sites[0]?.id ?? 0)
  const [preview, setPreview] = useState<Preview>()
  const [told, setTold] = useState<string[]>([])
  const named = Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== ''))
  const form = file && { kind, csv: file.csv, mapping: { columns: named, timeZone, dateOrder }, siteId, currency }

  async function open(chosen: File | null): Promise<void> {
    if (!chosen) return
    const csv = await chosen.text()
    setPreview(undefined)
    setTold([])
    await run(
      () => lookIntoTerms({ csv, kind }),
      ({ columns: found, guess }) => {
        setFile({ csv, columns: found })
        setColumns(guess)
      },
    )
  }

  return (
    <Card title="Contracts or orders from a file">
      <div className={forms.form}>
        <Problem>{problem}</Problem>
        <p className={forms.hint}>A CSV file with a line for each. One that is there already is not added again.</p>
        <NativeSelect
          label="The file holds"
          data={[
            { value: 'contracts', label: 'contracts' },
            { value: 'orders', label: 'orders of hash power' },
          ]}
          value={kind}
          onChange={({ currentTarget: { value } }) => {
            setKind(value === 'orders' ? 'orders' : 'contracts')
            setFile(undefined)
            setPreview(undefined)
          }}
        />
        <div className={forms.buttons}>
          <FileButton key={kind} onChange={(chosen) => void open(chosen)} accept="text/csv,.csv">
            {(props) => (
              <Button variant="default" loading={running} {...props}>
                Choose a file of {kind}
              </Button>
            )}
          </FileButton>
        </div>
        <div role="status" className={forms.hint}>
          {told.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </div>
        {file && form ? (
          <>
            <div className={forms.pair}>
              {FIELDS[kind].map(([field, label]) => (
                <NativeSelect
                  key={field}
                  label={label}
                  data={[{ value: '', label: '—' }, ...file.columns]}
                  value={columns[field] ?? ''}
                  onChange={({ currentTarget: { value } }) => setColumns((kept) => ({ ...kept, [field]: value }))}
                />
              ))}
              <NativeSelect
                label="Dates are written"
                data={[
                  { value: 'day-first', label: 'day first: 31.12.2021' },
                  { value: 'month-first', label: 'month first: 12/31/2021' },
                ]}
                value={dateOrder}
                onChange={({ currentTarget: { value } }) =>
                  setDateOrder(value === 'month-first' ? 'month-first' : 'day-first')
                }
              />
              {kind === 'contracts' ? (
                <NativeSelect
                  label="Counted by the calendar of"
                  data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
                  value={String(siteId)}
                  onChange={({ currentTarget: { value } }) => setSiteId(Number(value))}
                />
              ) : null}
            </div>
            {preview ? (
              <section aria-label="Preview">
                <p>
                  {preview.count} lines can be read, {preview.refusals} cannot.
                </p>
                <ul>
                  {preview.lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </section>
            ) : null}
            <div className={forms.buttons}>
              <Button
                variant="default"
                loading={running}
                onClick={() => void run<Preview>(() => previewTerms(form), setPreview)}
              >
                Preview
              </Button>
              <Button
                disabled={!preview || preview.count === 0}
                loading={running}
                onClick={() =>
                  void run(
                    () => takeTerms(form),
                    ({ lines }) => {
                      setTold(lines)
                      setFile(undefined)
                      router.refresh()
                    },
                  )
                }
              >
                Take in
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </Card>
  )
}
