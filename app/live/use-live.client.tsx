'use client'

import { useEffect, useSyncExternalStore } from 'react'
import type { AlertsSummary } from '#lib/wire/alerts'
import type { FleetSnapshot, RigSnapshot } from '#lib/wire/dashboard-events'
import {
  type Connection,
  dashboardState,
  offerFleet,
  stayConnected,
  subscribeToDashboard,
  watchTopic,
} from './dashboard-store.client'

const IDLE: Connection = { phase: 'idle' }

/** The fleet, live: `initial` is what the server rendered with, and stands until the first newer snapshot. */
export function useFleet(initial: FleetSnapshot): FleetSnapshot {
  useEffect(() => {
    offerFleet(initial)
    watchTopic({ page: 'fleet' })
  }, [initial])
  const live = useSyncExternalStore(
    subscribeToDashboard,
    () => dashboardState().fleet,
    () => undefined,
  )
  return live && live.serverAtMs >= initial.serverAtMs ? live : initial
}

/** One rig, live. */
export function useRig(initial: RigSnapshot): RigSnapshot {
  const rigId = initial.row.id
  useEffect(() => watchTopic({ page: 'rig', rigId }), [rigId])
  const live = useSyncExternalStore(
    subscribeToDashboard,
    () => dashboardState().rig,
    () => undefined,
  )
  return live && live.row.id === rigId && live.serverAtMs >= initial.serverAtMs ? live : initial
}

/** The last fleet this browser has seen on any page, where it has seen one; asks for nothing. */
export function useKnownFleet(): FleetSnapshot | undefined {
  return useSyncExternalStore(
    subscribeToDashboard,
    () => dashboardState().fleet,
    () => undefined,
  )
}

/** How many incidents stand, live on every page; undefined until the server has told. */
export function useAlertsSummary(): AlertsSummary | undefined {
  useEffect(stayConnected, [])
  return useSyncExternalStore(
    subscribeToDashboard,
    () => dashboardState().alerts,
    () => undefined,
  )
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    subscribeToDashboard,
    () => dashboardState().connection,
    () => IDLE,
  )
}
