'use client'

import { Button, FileButton } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import classes from '../../settings.module.css'
import { previewFile, takeInventoryFile } from '../actions'
import { type PreviewRow, PreviewTable } from './preview-table'

type Preview = {
  name: string
  csv: string
  rows: PreviewRow[]
  changing: number
  unchanged: number
  refused: number
  unknownColumns: string[]
}

/** A file is shown with all it would do before anything is written. */
export function InventoryFile() {
  const router = useRouter()
  const [preview, setPreview] = useState<Preview>()
  const [told, setTold] = useState<string>()
  const { run, running, problem } = useDeed()

  async function read(file: File | null): Promise<void> {
    if (!file) return
    const csv = await file.text()
    setTold(undefined)
    setPreview(undefined)
    await run(
      () => previewFile(csv),
      (result) => setPreview({ ...result, name: file.name, csv }),
    )
  }

  function take({ csv, refused }: Preview): void {
    void run(
      () => takeInventoryFile(csv, refused > 0),
      ({ changed, added, leftOut }) => {
        setPreview(undefined)
        setTold(`Rigs changed: ${changed}, added: ${added}${leftOut > 0 ? `, rows left out: ${leftOut}` : ''}.`)
        router.refresh()
      },
    )
  }

  return (
    <Card title="Take a file" note="nothing is written before you have seen what it would do">
      <div className={classes.stack}>
        <Problem>{problem}</Problem>
        <div className={forms.buttons}>
          <FileButton onChange={(file) => void read(file)} accept="text/csv,.csv">
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
        {preview ? (
          <>
            <p className={classes.small}>
              <strong>{preview.name}</strong>: {preview.changing} to change or add, {preview.unchanged} as they are,{' '}
              {preview.refused} with problems.
              {preview.unknownColumns.length > 0 ? ` Not known here: ${preview.unknownColumns.join(', ')}.` : ''}
            </p>
            <PreviewTable rows={preview.rows} />
            <div className={forms.buttons}>
              <Button loading={running} disabled={preview.changing === 0} onClick={() => take(preview)}>
                {preview.refused > 0
                  ? `Take ${rowsInWords(preview.changing)}, leave out ${preview.refused}`
                  : `Take ${rowsInWords(preview.changing)}`}
              </Button>
              <Button variant="default" onClick={() => setPreview(undefined)}>
                Take nothing
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </Card>
  )
}

function rowsInWords(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`
}
