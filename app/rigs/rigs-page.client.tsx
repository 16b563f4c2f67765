'use client'

import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import type { StateFilter } from '../fleet/filter-rigs'
import { NoRigsYet } from '../fleet/no-rigs-yet'
import { RigsCard } from '../fleet/rigs-card.client'
import { useFleet } from '../live/use-live.client'
import { PageHeader } from '../shell/page-header'
import { LinkButton } from '../ui/link-button'

/** The whole list of rigs and nothing else. */
export function RigsPage({
  initial,
  mayChange,
  initialState,
}: {
  initial: FleetSnapshot
  mayChange: boolean
  initialState?: StateFilter
}) {
  const fleet = useFleet(initial)
  return (
    <>
      <PageHeader
        title="Rigs"
        live
        actions={
          mayChange ? (
            <LinkButton href="/add-rig" strong>
              Add rig
            </LinkButton>
          ) : null
        }
      />
      {fleet.rigs.length === 0 ? (
        <NoRigsYet mayChange={mayChange} />
      ) : (
        <RigsCard fleet={fleet} initialState={initialState} />
      )}
    </>
  )
}
