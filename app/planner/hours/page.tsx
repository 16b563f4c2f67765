import { planHours } from '#lib/services/planner/plan-hours'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { scopeChoices } from '../choices'
import { Choose } from '../choose.client'
import { NothingToPlan } from '../nothing-to-plan'
import { HoursCard } from './hours-card.client'
import { KindsCard } from './kinds-card'

export default async function HoursPage({ searchParams }: { searchParams: Promise<{ site?: string | string[] }> }) {
  await requireSession()
  const nowMs = Date.now()
  const { sites, rigs } = scopeChoices(nowMs)
  if (rigs.length === 0) return <NothingToPlan />
  const { site: wanted } = await searchParams
  const siteId = sites.find(({ id }) => String(id) === wanted)?.id ?? sites[0]?.id
  const plan = await planHours(runningServer(), { siteId, hours: 24 }, nowMs)
  const [site] = plan.sites
  if (!site) return <NothingToPlan />
  return (
    <>
      {sites.length > 1 ? (
        <Choose
          label="Site"
          path="/planner/hours"
          parameter="site"
          value={String(site.id)}
          data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
      ) : null}
      <HoursCard site={site} currency={plan.currency} />
      <KindsCard site={site} currency={plan.currency} />
    </>
  )
}
