'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { readJson } from '../live/read-json.client'

const answerSchema = z.object({
  sparklines: z.array(z.object({ rigId: z.number(), hashesPerSecond: z.array(z.number().nullable()) })),
})

type Values = readonly (number | null)[]

const RENEW_MS = 5 * 60_000
const GATHER_MS = 60
const AT_ONCE = 100

const known = new Map<number, { values: Values; loadedAtMs: number }>()
const wanted = new Set<number>()
const listeners = new Set<() => void>()
let gathering = false

/** The last day's hash rate of a rig that is on the screen; rigs that come into view together are asked for together. */
export function useSparkline(rigId: number): Values | undefined {
  useEffect(() => want(rigId), [rigId])
  return useSyncExternalStore(
    subscribe,
    () => known.get(rigId)?.values,
    () => undefined,
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function want(rigId: number): void {
  const held = known.get(rigId)
  if (held && Date.now() - held.loadedAtMs < RENEW_MS) return
  wanted.add(rigId)
  if (gathering) return
  gathering = true
  setTimeout(() => void load(), GATHER_MS)
}

async function load(): Promise<void> {
  const ids = [...wanted].slice(0, AT_ONCE)
  for (const id of ids) wanted.delete(id)
  gathering = wanted.size > 0
  if (gathering) setTimeout(() => void load(), GATHER_MS)
  const answer = await readJson(`/api/v1/sparklines?rigs=${ids.join(',')}&hours=24`, answerSchema)
  if (!answer.ok) return
  const loadedAtMs = Date.now()
  for (const { rigId, hashesPerSecond } of answer.value.sparklines)
    known.set(rigId, { values: hashesPerSecond, loadedAtMs })
  for (const listener of listeners) listener()
}
