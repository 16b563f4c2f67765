'use client'

import { Button, FileButton, NativeSelect, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { formatInstant } from '#lib/domain/format'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { TimeZoneSelect } from '../../forms/time-zone-select.client'
import { useDeed } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { lookIntoFile, previewFile, takeFile } from './actions'
import { MappingNames, type SavedMapping } from './mapping-names.client'

const FIELDS = [
  ['date', 'Date'],
  ['amount', 'Amount'],
  ['coin', 'Coin'],
  ['fee', 'Fee'],
  ['transaction', 'Transaction'],
  ['note', 'Note'],
  ['price', 'Price of a coin'],
  ['value', 'Value'],
  ['purpose', 'Purpose'],
] as const

type Opened = { fileName: string; csv: string; columns: string[]; saved: SavedMapping[] }
type Preview = Extract<Awaited<ReturnType<typeof previewFile>>, { ok: true }>

/** Receipts from a file: columns are named, what would come is shown, and then it is taken in. */
export function ReceiptsFile({ sources, timeZone }: { sources: { id: number; name: string }[]; timeZone: string }) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const [file, setFile] = useState<Opened>()
  const [columns, setColumns] = useState<Record<string, string>>({})
  const [options, setOptions] = useState({ timeZone, dateOrder: 'day-first', coinOfAll: '', sourceId: sources[0]?.id })
  const [preview, setPreview] = useState<Preview>()
  const [told, setTold] = useState<string>()

  const named = Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== ''))
  const dateOrder: 'day-first' | 'month-first' = options.dateOrder === 'month-first' ? 'month-first' : 'day-first'
  const { timeZone: zone, coinOfAll } = options
  const mapping = { date: '', amount: '', ...named, timeZone: zone, coinOfAll, dateOrder }

  async function open(chosen: File | null): Promise<void> {
    if (!chosen) return
    const csv = await chosen.text()
    setPreview(undefined)
    setTold(undefined)
    await run(
      () => lookIntoFile(csv),
      ({ columns: found, guess, saved }) => {
        setFile({ fileName: chosen.name, csv, columns: found, saved })
        const [latest] = saved
        if (latest) apply(latest.mapping)
        else apply(guess)
      },
    )
  }

  function apply(known: Partial<SavedMapping['mapping']>): void {
    setColumns(Object.fromEntries(FIELDS.map(([field]) => [field, known[field] ?? ''])))
    const { timeZone: savedZone, dateOrder: savedOrder, coinOfAll: savedCoin = '' } = known
    setOptions((kept) => ({
      ...{ ...kept, coinOfAll: savedCoin },
      ...(savedZone === undefined ? {} : { timeZone: savedZone }),
      ...(savedOrder === undefined ? {} : { dateOrder: savedOrder }),
    }))
  }

  return (
    <Card title="Receipts from a file">
      <div className={forms.form}>
        <Problem>{problem}</Problem>
        <p className={forms.hint}>
          A CSV file of payouts, from NiceHash or any other payer, ETH of the years before its merge among them. A file
          taken in twice adds nothing, and each can be taken back.
        </p>
        <div className={forms.buttons}>
          <FileButton onChange={(chosen) => void open(chosen)} accept="text/csv,.csv">
            {(props) => (
              <Button variant="default" loading={running} {...props}>
                Choose a CSV file
              </Button>
            )}
          </FileButton>
          <span role="status" className={forms.hint}>
            {told}
          </span>
        </div>
        {file ? (
          <>
            <div className={forms.pair}>
              {FIELDS.map(([field, label]) => (
                <NativeSelect
                  key={field}
                  label={label}
                  data={[{ value: '', label: '—' }, ...file.columns]}
                  value={columns[field] ?? ''}
                  onChange={({ currentTarget: { value } }) => setColumns((kept) => ({ ...kept, [field]: value }))}
                />
              ))}
              <TextInput
                label="Coin of all lines"
                description="Where no column says it"
                value={options.coinOfAll}
                onChange={({ currentTarget: { value } }) => setOptions((kept) => ({ ...kept, coinOfAll: value }))}
              />
              <NativeSelect
                label="Dates are written"
                data={[
                  { value: 'day-first', label: 'day first: 31.12.2021' },
                  { value: 'month-first', label: 'month first: 12/31/2021' },
                ]}
                value={options.dateOrder}
                onChange={({ currentTarget: { value } }) => setOptions((kept) => ({ ...kept, dateOrder: value }))}
              />
              <TimeZoneSelect
                value={options.timeZone}
                onChange={(zone) => setOptions((kept) => ({ ...kept, timeZone: zone }))}
                error={undefined}
                path="timeZone"
              />
              <NativeSelect
                label="Belongs to"
                data={sources.map(({ id, name }) => ({ value: String(id), label: name }))}
                value={String(options.sourceId ?? '')}
                onChange={({ currentTarget: { value } }) =>
                  setOptions((kept) => ({ ...kept, sourceId: Number(value) }))
                }
              />
            </div>
            <MappingNames
              key={file.fileName}
              saved={file.saved}
              columns={file.columns}
              mapping={mapping}
              choose={(chosen) => {
                apply(chosen)
                setPreview(undefined)
              }}
            />
            {preview ? (
              <section aria-label="Preview">
                <p>
                  {preview.count} lines can be taken in, {preview.refusals} cannot.
                </p>
                <ul>
                  {preview.first.map(({ line, coin, amount, receivedAtMs }) => (
                    <li key={line}>
                      Line {line}: {amount} {coin}, {formatInstant(receivedAtMs, options.timeZone)}
                    </li>
                  ))}
                  {preview.refused.map(({ line, reason }) => (
                    <li key={line}>
                      Line {line} is left out: {reason}
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}
            <div className={forms.buttons}>
              <Button
                variant="default"
                loading={running}
                onClick={() => void run<Preview>(() => previewFile({ csv: file.csv, mapping }), setPreview)}
              >
                Preview
              </Button>
              <Button
                disabled={!preview || preview.count === 0}
                loading={running}
                onClick={() =>
                  void run(
                    () =>
                      takeFile({ csv: file.csv, mapping, fileName: file.fileName, sourceId: options.sourceId ?? 0 }),
                    ({ added, known, refusals }) => {
                      setTold(`${added} taken in, ${known} were known, ${refusals} left out.`)
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
