'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useAlertsSummary } from '../live/use-live.client'

/**
 * Makes the page anew whenever an incident changed, without a reload. A farm in trouble changes all the time, so at most
 * every `atMostEveryMs`. Draws nothing.
 */
export function FollowIncidents({ atMostEveryMs = 2000 }: { atMostEveryMs?: number }) {
  const router = useRouter()
  const version = useAlertsSummary()?.version
  const seen = useRef<number>(undefined)
  const askedAtMs = useRef(0)
  useEffect(() => {
    if (version === undefined || version === seen.current) return
    // The page was made just before the first count came: what it shows may be older, so it is asked for once.
    seen.current = version
    const waitMs = Math.max(0, askedAtMs.current + atMostEveryMs - Date.now())
    const timer = setTimeout(() => {
      askedAtMs.current = Date.now()
      router.refresh()
    }, waitMs)
    return () => clearTimeout(timer)
  }, [version, router, atMostEveryMs])
  return null
}
