'use client'

import { useEffect } from 'react'
import { EmptyState } from './ui/empty-state'
import pressable from './ui/pressable.module.css'

/** A page that failed: says so, without pretending to know why, and offers to try again. */
export default function PageFailed({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  useEffect(() => console.error(error), [error])
  return (
    <EmptyState
      alone
      title="This page failed"
      action={
        <button type="button" className={pressable.strong} onClick={() => retry()}>
          Try again
        </button>
      }
    >
      Something went wrong in Davylamp, not in your rigs: they and their agents carry on.
      {error.digest ? ` The server’s log names it as ${error.digest}.` : ''}
    </EmptyState>
  )
}
