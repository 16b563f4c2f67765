'use client'

import { Button, FileButton, NativeSelect } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { DateOrder } from '#lib/domain/written-moment'
import { Card } from '../ui/card'
import type { ActionResult } from './action-result'
import forms from './forms.module.css'
import { Problem } from './problem'
import { useDeed } from './use-saving.client'

export type CsvOpened = { fileName: string; csv: string }
/** Which column means what (empty: none), and how dates are written. */
export type CsvColumns = { columns: Record<string, string>; dateOrder: DateOrder }
type Preview = { lines: string[] }
/** What would come of the lines; `left`: those that differ from what is there, which stays. */
type Outcome = { taken: number; known: number; left?: number; refused: number }

const DATE_ORDERS: { value: DateOrder; label: string }[] = [
  { value: 'day-first', label: 'day first: 31.12.2021' },
  { value: 'month-first', label: 'month first: 12/31/2021' },
]

/**
 * A CSV file on its way in: its columns are named, what would come is shown, and then it is taken. What a preview showed
 * is what is taken: a column or an option named otherwise asks for another preview.
 */
export function CsvFile<Looked extends { columns: string[] }, Previewed extends Preview>({
  title,
  hint,
  choose,
  before,
  fields,
  mapping,
  onMapping,
  options,
  more,
  settings,
  look,
  onLooked,
  preview,
  outcome,
  beforeTaking,
  take,
}: {
  title: string
  hint: string
  /** The words of the button that opens a file. */
  choose: string
  /** What is to be said before a file is chosen. */
  before?: ReactNode
  fields: readonly (readonly [field: string, label: string])[]
  mapping: CsvColumns
  onMapping: (mapping: CsvColumns) => void
  /** Further fields beside the columns. */
  options: ReactNode
  /** What stands beneath them, with the columns of the file. */
  more?: (file: CsvOpened, looked: Looked) => ReactNode
  /** All that a preview depends on beside the columns. */
  settings: Readonly<Record<string, string | number | undefined>>
  look: (csv: string) => Promise<ActionResult<Looked>>
  onLooked: (looked: Looked) => void
  preview: (file: CsvOpened) => Promise<ActionResult<Previewed>>
  outcome: (preview: Previewed) => Outcome
  /** A question that the preview raises. */
  beforeTaking?: (preview: Previewed) => ReactNode
  take: (file: CsvOpened) => Promise<ActionResult<{ lines: string[] }>>
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const [opened, setOpened] = useState<{ file: CsvOpened; looked: Looked }>()
  const [shown, setShown] = useState<{ preview: Previewed; of: string }>()
  const [told, setTold] = useState<string[]>([])
  const described = JSON.stringify({ mapping, settings })
  const current = shown?.of === described ? shown.preview : undefined
  const come = current ? outcome(current) : undefined

  async function open(chosen: File | null): Promise<void> {
    if (!chosen) return
    const file = { fileName: chosen.name, csv: await chosen.text() }
    setShown(undefined)
    setTold([])
    await run(
      () => look(file.csv),
      (looked) => {
        setOpened({ file, looked })
        onLooked(looked)
      },
    )
  }

  return (
    <Card title={title}>
      <div className={forms.form}>
        <Problem>{problem}</Problem>
        <p className={forms.hint}>{hint}</p>
        {before}
        <div className={forms.buttons}>
          <FileButton onChange={(chosen) => void open(chosen)} accept="text/csv,.csv">
            {(props) => (
              <Button variant="default" loading={running} {...props}>
                {choose}
              </Button>
            )}
          </FileButton>
        </div>
        <div role="status" className={forms.hint}>
          {told.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </div>
        {opened ? (
          <>
            <div className={forms.pair}>
              {fields.map(([field, label]) => (
                <NativeSelect
                  key={field}
                  label={label}
                  data={[{ value: '', label: '—' }, ...opened.looked.columns]}
                  value={mapping.columns[field] ?? ''}
                  onChange={({ currentTarget: { value } }) =>
                    onMapping({ ...mapping, columns: { ...mapping.columns, [field]: value } })
                  }
                />
              ))}
              <NativeSelect
                label="Dates are written"
                data={DATE_ORDERS}
                value={mapping.dateOrder}
                onChange={({ currentTarget: { value } }) =>
                  onMapping({ ...mapping, dateOrder: value === 'month-first' ? 'month-first' : 'day-first' })
                }
              />
              {options}
            </div>
            {more?.(opened.file, opened.looked)}
            {current && come ? <Previewed {...current} {...come} /> : null}
            {current ? beforeTaking?.(current) : null}
            <div className={forms.buttons}>
              <Button
                variant="default"
                loading={running}
                onClick={() =>
                  void run<Previewed>(
                    () => preview(opened.file),
                    (found) => setShown({ preview: found, of: described }),
                  )
                }
              >
                Preview
              </Button>
              <Button
                disabled={!come || come.taken === 0}
                loading={running}
                onClick={() =>
                  void run<{ lines: string[] }>(
                    () => take(opened.file),
                    ({ lines }) => {
                      setTold(lines)
                      setOpened(undefined)
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

function Previewed({ taken, known, left = 0, refused, lines }: Preview & Outcome) {
  const parts = [
    `${taken === 1 ? '1 line' : `${taken} lines`} will be taken in`,
    ...(known > 0 ? [`${known} ${known === 1 ? 'is' : 'are'} here already`] : []),
    ...(left > 0 ? [`${left} ${left === 1 ? 'differs and is left' : 'differ and are left'}`] : []),
    `${refused} cannot be`,
  ]
  return (
    <section aria-label="Preview">
      <p>{parts.join(', ')}.</p>
      <ul className={forms.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
