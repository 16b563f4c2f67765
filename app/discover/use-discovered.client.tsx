'use client'

import { useCallback, useEffect, useState } from 'react'
import { readJson } from '../live/read-json.client'
import { type Discovered, discovered } from './discovered'

const ASK_EVERY_MS = 1_500

/** What agents found, asked for again and again while the page is looked at. `ask` asks at once. */
export function useDiscovered(initial: Discovered): { found: Discovered; ask: () => void; lost?: string } {
  const [found, setFound] = useState(initial)
  const [lost, setLost] = useState<string>()
  const ask = useCallback(async () => {
    const answer = await readJson('/discover/progress', discovered)
    if (answer.ok) setFound(answer.value)
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
  return { found, ask: () => void ask(), lost }
}
