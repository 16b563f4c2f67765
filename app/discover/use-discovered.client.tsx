'use client'

import { useAskedAgain } from '../live/use-asked-again.client'
import { type Discovered, discovered } from './discovered'

const ASK_EVERY_MS = 1_500
/** A large farm's answer is long. */
const ASK_OF_MANY_EVERY_MS = 6_000
const MANY = 500

/** What agents found, asked for again and again while the page is looked at. `ask` asks at once. */
export function useDiscovered(initial: Discovered): { found: Discovered; ask: () => void; lost?: string } {
  const { answer, ...rest } = useAskedAgain('/discover/progress', discovered, initial, everyMs)
  return { found: answer, ...rest }
}

function everyMs({ agents }: Discovered): number {
  const machines = agents.reduce((sum, agent) => sum + agent.machines.length, 0)
  return machines > MANY ? ASK_OF_MANY_EVERY_MS : ASK_EVERY_MS
}
