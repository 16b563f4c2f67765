'use client'

import { useCallback, useMemo, useState } from 'react'

/** Which of the incidents are chosen; those that went meanwhile are chosen no longer. */
export function useChosen(incidents: { id: number }[]): {
  chosen: ReadonlySet<number>
  choose: (ids: number[], on: boolean) => void
  clear: () => void
} {
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set())
  const chosen = useMemo(() => {
    const there = new Set(incidents.map((row) => row.id))
    return new Set([...picked].filter((id) => there.has(id)))
  }, [incidents, picked])
  const choose = useCallback((ids: number[], on: boolean) => {
    setPicked((before) => {
      const after = new Set(before)
      for (const id of ids)
        if (on) after.add(id)
        else after.delete(id)
      return after
    })
  }, [])
  const clear = useCallback(() => setPicked(new Set()), [])
  return { chosen, choose, clear }
}
