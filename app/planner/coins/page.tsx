import { planAlternatives } from '#lib/services/planner/plan-alternatives'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { scopeChoices } from '../choices'
import { Choose } from '../choose.client'
import { NothingToPlan } from '../nothing-to-plan'
import { OptionsCard } from './options-card.client'

export default async function CoinsPage({ searchParams }: { searchParams: Promise<{ rig?: string | string[] }> }) {
  await requireSession()
  const nowMs = Date.now()
  const { rigs } = scopeChoices(nowMs)
  const { rig: wanted } = await searchParams
  const rig = rigs.find(({ id }) => String(id) === wanted) ?? rigs[0]
  if (!rig) return <NothingToPlan />
  const told = await planAlternatives(runningServer(), rig.id, nowMs)
  if (!told) return <NothingToPlan />
  return (
    <>
      <Choose
        label="Rig"
        path="/planner/coins"
        parameter="rig"
        value={String(rig.id)}
        data={rigs.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <OptionsCard name={rig.name} currency={runningServer().fleet.rates.currency} told={told} />
    </>
  )
}
