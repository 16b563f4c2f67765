import type { DiscoverRequest } from '#lib/wire/discovery'

/** What a service changed, so that the live fleet and the sockets can follow. Services return changes; callers publish. */
export type Change =
  | { kind: 'rig'; rigId: number }
  | { kind: 'rigs' }
  | { kind: 'sites' }
  | { kind: 'rates' }
  | { kind: 'contracts' }
  | { kind: 'settings' }
  | { kind: 'tokens' }
  | { kind: 'targets'; agentId: string }
  /** The owner asks an agent to look for machines. */
  | { kind: 'discover'; agentId: string; request: DiscoverRequest }
  | { kind: 'sessions' }
  /** Incidents changed, or what decides about them: rules, silences, channels, settings of alerting. */
  | { kind: 'incidents' }
  | { kind: 'alert-settings' }

export type ChangeListener = (changes: Change[]) => void

export type ChangeBus = {
  /** Tells every listener. A listener that throws is reported and costs the others nothing. */
  publish(changes: Change[]): void
  /** Listens until the returned function is called. */
  onChanges(listener: ChangeListener): () => void
}

/** Carries changes from services to whoever shows them, inside one process. */
export function createChangeBus(reportError: (error: unknown) => void): ChangeBus {
  const listeners = new Set<ChangeListener>()
  return {
    publish(changes) {
      if (changes.length === 0) return
      for (const listener of [...listeners]) {
        try {
          listener(changes)
        } catch (error) {
          reportError(error)
        }
      }
    },
    onChanges(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
