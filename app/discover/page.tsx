import type { Metadata } from 'next'
import Link from 'next/link'
import { listDiscovery } from '#lib/services/discovery/list-discovery'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../session'
import { PageHeader } from '../shell/page-header'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { DiscoverPage } from './discover-page.client'

export const metadata: Metadata = { title: 'Find machines' }

export default async function Discover() {
  const session = await requireSession()
  const server = runningServer()
  const timeZone = [...server.fleet.sites.values()][0]?.timeZone ?? 'UTC'
  return (
    <>
      <PageHeader title="Find machines" crumb={<Link href="/add-rig">Add rig</Link>} />
      {session.role === 'owner' ? (
        <DiscoverPage found={{ agents: await listDiscovery(server) }} timeZone={timeZone} />
      ) : (
        <Card>
          <EmptyState title="Only the owner adds rigs">
            Your account may look at everything and change nothing.
          </EmptyState>
        </Card>
      )}
    </>
  )
}
