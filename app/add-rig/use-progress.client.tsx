'use client'

import { useCallback, useEffect, useState } from 'react'
import { readJson } from '../live/read-json.client'
import { type AddingProgress, addingProgress } from './progress'

const ASK_EVERY_MS = 1500

/** How adding fares, asked for again and again while the page is looked at. `ask` asks at once. */
export function useProgress(initial: AddingProgress): { progress: AddingProgress; ask: () => void; lost?: string } {
  const [progress, setProgress] = useState(initial)
  const [lost, setLost] = useState<string>()
  const ask = useCallback(async () => {
    const answer = await readJson('/add-rig/progress', addingProgress)
    if (answer.ok) setProgress(answer.value)
    setLost(answer.ok ? undefined : answer.reason)
  }, [])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let ended = false
    const next = async () => {
      if (document.visibilityState === 'visible') await ask()
      if (!ended) timer = setTimeout(next, ASK_EVERY_MS)
    }
    timer = setTimeout(next, ASK_EVERY_MS)
    return () => {
      ended = true
      clearTimeout(timer)
    }
  }, [ask])
  return { progress, ask: () => void ask(), lost }
}
