'use client'

import { useEffect, useState } from 'react'
import { z } from 'zod'
import { readJson } from '../live/read-json.client'

const answerSchema = z.object({
  algorithms: z.array(z.object({ algorithm: z.string(), hashesPerSecond: z.array(z.number().nullable()) })),
})

type Days = ReadonlyMap<string, readonly (number | null)[]>

const RENEW_MS = 5 * 60_000
const NOTHING: Days = new Map()

/** The fleet's hash rate of the last day by algorithm and quarter-hour, renewed every five minutes. */
export function useAlgorithmDays(): Days {
  const [days, setDays] = useState(NOTHING)
  useEffect(() => {
    const stop = new AbortController()
    const load = async () => {
      const answer = await readJson('/api/v1/fleet/algorithms?hours=24', answerSchema, stop.signal)
      if (stop.signal.aborted || !answer.ok) return
      setDays(new Map(answer.value.algorithms.map((line) => [line.algorithm, line.hashesPerSecond])))
    }
    void load()
    const timer = setInterval(load, RENEW_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [])
  return days
}
