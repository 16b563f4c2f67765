import type { Lifecycle } from '#lib/wire/dashboard-events'

/** A rig as the table of settings shows it. */
export type EditedRig = {
  id: number
  name: string
  siteId: number
  model?: string
  lifecycle: Lifecycle
  tags: string[]
  location?: string
  algorithms: string[]
  coins: string[]
  assumed: boolean
  correctedPower: boolean
}
