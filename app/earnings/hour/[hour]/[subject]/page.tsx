import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { hourOfDayInWords } from '#lib/domain/date-words'
import { formatInstant, formatMoney } from '#lib/domain/format'
import { HOUR_MS } from '#lib/domain/units'
import { loadSubjects, nameOfGroup } from '#lib/services/earnings/subjects'
import { explainPeriod } from '#lib/services/explain-period'
import { type AuditedHour, auditHours } from '#lib/services/ledger/ledger-hours'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../../fleet/main-site'
import { ExplainedMoneyView } from '../../../../money/explained-money.client'
import { requireSession } from '../../../../session'
import { PageHeader } from '../../../../shell/page-header'
import { Card } from '../../../../ui/card'
import { EmptyState } from '../../../../ui/empty-state'
import classes from '../../../earnings.module.css'
import { EarningsTabs } from '../../../earnings-tabs.client'
import { LedgerLinesCard } from '../../../ledger-lines-card'
import { MeteredCard } from '../../../metered-card'

export const metadata: Metadata = { title: 'One hour, calculated' }

type Props = { params: Promise<{ hour: string; subject: string }> }

export default async function HourCalculated({ params }: Props) {
  await requireSession()
  const { hour, subject: written } = await params
  const subject = decodeURIComponent(written)
  const hourMs = Number(hour)
  if (!/^\d{1,15}$/.test(hour) || hourMs % HOUR_MS !== 0 || !/^(rig|site|contract|order):\d{1,9}$/.test(subject)) {
    notFound()
  }
  const server = runningServer()
  const span = { fromMs: hourMs, toMs: hourMs + HOUR_MS }
  const rigId = subject.startsWith('rig:') ? Number(subject.slice(4)) : undefined
  const [subjects, [entry], explained] = await Promise.all([
    loadSubjects(server),
    auditHours(server.database, { subject, ...span }),
    rigId === undefined ? undefined : explainPeriod(server.database, { rigId, ...span }),
  ])
  const siteId = entry?.quarters[0].siteId
  const site = siteId === undefined ? undefined : server.fleet.sites.get(siteId)
  const timeZone = site?.timeZone ?? mainSite(server.fleet.snapshot())?.timeZone ?? 'UTC'
  return (
    <>
      <PageHeader
        title={nameOfGroup('rig', subject, subjects)}
        crumb={<Link href={`/earnings/hour/${hourMs}`}>{hourOfDayInWords(hourMs, timeZone)}</Link>}
        beside={timeZone}
      />
      <EarningsTabs />
      <div className={classes.page}>
        {entry ? (
          <>
            <LedgerLinesCard entry={entry} timeZone={timeZone} />
            <MeteredCard basis={entry.basis} currency={entry.currency} timeZone={timeZone} />
            {explained ? (
              <Card title="The formula, with its sources">
                <ExplainedMoneyView explained={explained} timeZone={timeZone} span="this hour" />
              </Card>
            ) : null}
            <Versions entry={entry} timeZone={timeZone} />
          </>
        ) : (
          <Card>
            <EmptyState title="Nothing stands in the ledger for this hour">
              Either nobody reported, or the hour is not closed yet: that takes some minutes.
            </EmptyState>
          </Card>
        )}
      </div>
    </>
  )
}

/** What the hour said before, and why it changed: nothing in the ledger changes silently. */
function Versions({ entry, timeZone }: { entry: AuditedHour; timeZone: string }) {
  const all = [...entry.before, entry].reverse()
  return (
    <Card title="Versions" note={all.length === 1 ? 'never corrected' : `${all.length - 1} times corrected`}>
      <dl className={classes.lines}>
        {all.map(({ version, reason, closedAtMs, revenueNano, costNano, currency }) => (
          <div key={version}>
            <dt>
              Version {version}, {formatInstant(closedAtMs, timeZone)}: {reason}
            </dt>
            <dd>
              {formatMoney(amountOf(revenueNano), currency)} revenue, {formatMoney(amountOf(costNano), currency)} cost
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function amountOf(nano: bigint | undefined): number | undefined {
  return nano === undefined ? undefined : Number(nano) / 1e9
}
