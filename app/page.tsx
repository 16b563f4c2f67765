import type { Metadata } from 'next'
import { runningServer } from '#lib/services/running-server'
import { FleetPage } from './fleet/fleet-page.client'
import { requireSession } from './session'

export const metadata: Metadata = { title: 'Fleet' }

export default async function Fleet() {
  const session = await requireSession()
  return <FleetPage initial={runningServer().fleet.snapshot()} mayChange={session.role === 'owner'} />
}
