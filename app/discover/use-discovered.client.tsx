'use client'

import { useCallback, useEffect, useState } from 'react'
import { readJson } from '../live/read-json.client'
import { type Discovered, discovered } from './discovered'

const ASK_EVERY_MS = 1_500
/** A large farm's answer is long. */
const ASK_OF_MANY_EVERY_MS = 6_000
const MANY = 500

/** What agents found, asked for again and again while the page is looked at. `ask` asks at once. */
export function useDiscovered(initial: Discovered): { found: Discovered; ask: () => void; lost?: string } {
  const [found, setFound] = useState(initial)
  const [lost, setLost] = useState<string>()
  const machines = found.agents.reduce((sum, agent) => sum + agent.machines.length, 0)
  const everyMs = machines > MANY ? ASK_OF_MANY_EVERY_MS : ASK_EVERY_MS
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
      if (!ended) timer = setTimeout(next, everyMs)
    }
    timer = setTimeout(next, everyMs)
    return () => {
      ended = true
      clearTimeout(timer)
    }
  }, [ask, everyMs])
  return { found, ask: () => void ask(), lost }
}
