'use client'

import { useCallback, useEffect, useState } from 'react'
import type { z } from 'zod'
import { readJson } from './read-json.client'

/**
 * What a door of this server answers, asked for again and again while the page is looked at, as often as the last answer asks for.
 * `ask` asks at once; `lost` says why the last answer did not come. `everyMs` and `schema` must be the same at every render.
 */
export function useAskedAgain<Answer>(
  door: string,
  schema: z.ZodType<Answer>,
  initial: Answer,
  everyMs: (answer: Answer) => number,
): { answer: Answer; ask: () => void; lost?: string } {
  const [answer, setAnswer] = useState(initial)
  const [lost, setLost] = useState<string>()
  const periodMs = everyMs(answer)
  const ask = useCallback(async () => {
    const told = await readJson(door, schema)
    if (told.ok) setAnswer(told.value)
    setLost(told.ok ? undefined : told.reason)
  }, [door, schema])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let ended = false
    const next = async () => {
      if (document.visibilityState === 'visible') await ask()
      if (!ended) timer = setTimeout(next, periodMs)
    }
    timer = setTimeout(next, periodMs)
    return () => {
      ended = true
      clearTimeout(timer)
    }
  }, [ask, periodMs])
  return { answer, ask: () => void ask(), lost }
}
