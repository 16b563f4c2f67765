import type { Metadata } from 'next'
import { speaksAt } from '#lib/domain/dated'
import { payerLabel } from '#lib/domain/payers'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'
import { RigsEditor } from './rigs-editor.client'

export const metadata: Metadata = { title: 'Rigs' }

export default async function RigsSettings() {
  const session = await requireSession()
  const mayChange = session.role === 'owner'
  const { fleet } = runningServer()
  const { sites, rigs } = fleet.snapshot()
  if (rigs.length === 0) {
    return (
      <Card>
        <EmptyState
          title="No rigs yet"
          action={
            mayChange ? (
              <>
                <LinkButton href="/add-rig" strong>
                  Add rig
                </LinkButton>{' '}
                <LinkButton href="/settings/rigs/inventory">Take an inventory file</LinkButton>
              </>
            ) : undefined
          }
        >
          Here you name rigs, say where they stand, what they mine and how their power is corrected, one by one or many
          at once.
        </EmptyState>
      </Card>
    )
  }
  const nowMs = Date.now()
  const rows = rigs.map((rig) => {
    const settings = fleet.rigSettings(rig.id)
    const correction = settings?.corrections.at(-1)
    const assignments = settings?.assignments ?? []
    const algorithms = [...new Set(assignments.map(({ algorithm }) => algorithm))]
    const present = algorithms.flatMap(
      (algorithm) =>
        speaksAt(
          assignments.filter((each) => each.algorithm === algorithm),
          nowMs,
        ) ?? [],
    )
    return {
      id: rig.id,
      name: rig.name,
      siteId: rig.siteId,
      model: rig.model,
      lifecycle: rig.lifecycle,
      tags: rig.tags,
      location: rig.location,
      algorithms,
      coins: [...new Set(present.map(({ coin, payer }) => (payer === 'pool' ? coin : payerLabel(payer))))],
      assumed: present.some(({ assumed }) => assumed),
      correctedPower:
        correction !== undefined && Object.values(correction).filter((value) => value !== undefined).length > 1,
    }
  })
  return (
    <RigsEditor
      rigs={rows.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))}
      sites={sites.map(({ id, name }) => ({ id, name }))}
      mayChange={mayChange}
    />
  )
}
