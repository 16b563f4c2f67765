'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { backUpNow } from './actions'

/** Copies the database while it is in use. */
export function BackupButton() {
  const router = useRouter()
  const [file, setFile] = useState<string>()
  const { run, running, problem } = useDeed()
  return (
    <div className={forms.form}>
      <Problem>{problem}</Problem>
      <div className={forms.buttons}>
        <Button
          variant="default"
          loading={running}
          onClick={() =>
            void run(backUpNow, (made) => {
              setFile(made.file)
              router.refresh()
            })
          }
        >
          Back up now
        </Button>
        <span role="status" className={forms.hint}>
          {file ? (
            <>
              Written: <code>{file}</code>
            </>
          ) : null}
        </span>
      </div>
    </div>
  )
}
