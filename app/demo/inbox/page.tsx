import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../fleet/main-site'
import { requireSession } from '../../session'
import { PageHeader } from '../../shell/page-header'
import { EmptyState } from '../../ui/empty-state'
import { FollowInbox } from './follow-inbox.client'
import classes from './inbox.module.css'
import { Mail } from './mail'

export const metadata: Metadata = { title: 'Demo inbox' }

const AT_MOST = 100

/** Every mail that the demo sent, as its own mail server received it; there is no such page elsewhere. */
export default async function Inbox() {
  await requireSession()
  const { demoInbox, fleet, config } = runningServer()
  if (!demoInbox) notFound()
  const mails = demoInbox.mails()
  const timeZone = mainSite(fleet.snapshot())?.timeZone ?? 'UTC'
  return (
    <>
      <PageHeader title="Demo inbox" />
      <FollowInbox newest={mails[0]?.id ?? 0} />
      <div className={classes.inbox}>
        <div className={classes.notes}>
          <p>What Davylamp sends by e-mail arrives here, at a mail server that only this demo has.</p>
          {demoInbox.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
        {mails.length === 0 ? (
          <EmptyState title="No mail yet">The first one comes when a rig overheats, within a minute.</EmptyState>
        ) : null}
        {mails.slice(0, AT_MOST).map((mail) => (
          <Mail key={mail.id} mail={mail} timeZone={timeZone} origin={config.publicUrl ?? ''} />
        ))}
      </div>
    </>
  )
}
