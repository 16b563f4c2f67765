'use client'

import { useAskedAgain } from '../live/use-asked-again.client'
import { type AddingProgress, addingProgress } from './progress'

const ASK_EVERY_MS = 1500

/** How adding fares, asked for again and again while the page is looked at. `ask` asks at once. */
export function useProgress(initial: AddingProgress): { progress: AddingProgress; ask: () => void; lost?: string } {
  const { answer, ...rest } = useAskedAgain('/add-rig/progress', addingProgress, initial, () => ASK_EVERY_MS)
  return { progress: answer, ...rest }
}
