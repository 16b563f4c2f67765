'use client'

import { useEffect, useState } from 'react'
import { z } from 'zod'
import type { MoneySlots } from '../charts/money-day.client'
import { readJson } from '../live/read-json.client'

const amounts = z.array(z.number().nullable())
const slotsSchema = z.object({ atMs: z.array(z.number()), revenue: amounts, cost: amounts })

const RENEW_MS = 60_000

/** Revenue and cost of the fleet by quarter-hour from `fromMs` until `toMs`, renewed every minute. */
export function useDayMoney(fromMs: number, toMs: number): { slots?: MoneySlots; problem?: string } {
  const [state, setState] = useState<{ slots?: MoneySlots; problem?: string }>({})
  useEffect(() => {
    const stop = new AbortController()
    const load = async () => {
      const answer = await readJson(`/api/v1/fleet/chart?from=${fromMs}&to=${toMs}&step=900`, slotsSchema, stop.signal)
      if (stop.signal.aborted) return
      setState((before) => (answer.ok ? { slots: answer.value } : { ...before, problem: answer.reason }))
    }
    void load()
    const timer = setInterval(load, RENEW_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [fromMs, toMs])
  return state
}
