import type { Metadata } from 'next'
import { agentChecksums } from '#lib/services/agent-file'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../session'
import { PageHeader } from '../shell/page-header'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import classes from './add-rig.module.css'
import { ByAddress } from './by-address.client'
import { ByCommand } from './by-command.client'
import { loadProgress } from './load-progress'
import { Ways } from './ways'

export const metadata: Metadata = { title: 'Add rig' }

export default async function AddRig({ searchParams }: { searchParams: Promise<{ by?: string | string[] }> }) {
  const session = await requireSession()
  if (session.role !== 'owner') {
    return (
      <>
        <PageHeader title="Add rig" />
        <Card>
          <EmptyState title="Only the owner adds rigs">
            Your account may look at everything and change nothing.
          </EmptyState>
        </Card>
      </>
    )
  }
  const { by } = await searchParams
  const { fleet, config } = runningServer()
  const snapshot = fleet.snapshot()
  const progress = await loadProgress()
  return (
    <>
      <PageHeader title="Add rig" live />
      <div className={classes.page}>
        <Ways chosen={by === 'command' || by === 'address' ? by : undefined} />
        {by === 'command' ? (
          <ByCommand
            sites={snapshot.sites.map(({ id, name }) => ({ id, name }))}
            checksums={agentChecksums()}
            fleet={snapshot}
            progress={progress}
          />
        ) : null}
        {by === 'address' ? (
          <ByAddress fleet={snapshot} progress={progress} builtInAgentOn={config.builtInAgent} />
        ) : null}
      </div>
    </>
  )
}
