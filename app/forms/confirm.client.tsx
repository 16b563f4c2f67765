'use client'

import { modals } from '@mantine/modals'
import type { ReactNode } from 'react'

/** Asks before something that cannot be taken back. The button names the deed. */
export function confirmDeed(question: { title: string; words: ReactNode; deed: string }, run: () => void): void {
  modals.openConfirmModal({
    title: question.title,
    children: question.words,
    labels: { confirm: question.deed, cancel: 'Keep it' },
    confirmProps: { color: 'critical' },
    closeButtonProps: { 'aria-label': 'Close' },
    centered: true,
    onConfirm: run,
  })
}
