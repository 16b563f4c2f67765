import type { Metadata } from 'next'
import { whatChanged } from '#lib/services/planner/what-changed'
import { runningServer } from '#lib/services/running-server'
import { FleetPage } from './fleet/fleet-page.client'
import { requireSession } from './session'

export const metadata: Metadata = { title: 'Fleet' }

export default async function Fleet() {
  const session = await requireSession()
  const server = runningServer()
  const changed = await whatChanged(server)
  return <FleetPage initial={server.fleet.snapshot()} changed={changed} mayChange={session.role === 'owner'} />
}
