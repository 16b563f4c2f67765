'use client'

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'

/** The server's clock seen from the browser: one ticker for the whole page, corrected by what the server last said. */
const listeners = new Set<() => void>()
let offsetMs = 0
let ticker: ReturnType<typeof setInterval> | undefined

/** Remembers how far this machine's clock is from the server's; called with each message that names the server's time. */
export function setServerTime(serverAtMs: number): void {
  offsetMs = serverAtMs - Date.now()
}

/** The server's time now, as far as this browser knows; ms since the epoch. */
export function serverNow(): number {
  return Date.now() + offsetMs
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  ticker ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(ticker)
      ticker = undefined
    }
  }
}

const RenderedAt = createContext(0)

export function ClockProvider({ serverAtMs, children }: { serverAtMs: number; children: ReactNode }) {
  return <RenderedAt.Provider value={serverAtMs}>{children}</RenderedAt.Provider>
}

/**
 * The server's time, renewed every `everySeconds`; ms since the epoch. The first render in the browser uses the time the
 * server rendered at, so that both write the same words.
 */
export function useServerNow(everySeconds = 1): number {
  const renderedAtMs = useContext(RenderedAt)
  const stepMs = everySeconds * 1000
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(serverNow() / stepMs) * stepMs,
    () => renderedAtMs,
  )
}
