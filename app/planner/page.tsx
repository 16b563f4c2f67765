import { planScope } from '#lib/services/planner/plan-scope'
import { runningContracts } from '#lib/services/planner/running-contracts'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../session'
import { scopeChoices } from './choices'
import { Choose } from './choose.client'
import { NothingToPlan } from './nothing-to-plan'
import { scopeOf, scopeText } from './scope'
import { WhatIf } from './what-if.client'

export default async function WhatIfPage({ searchParams }: { searchParams: Promise<{ scope?: string | string[] }> }) {
  await requireSession()
  const nowMs = Date.now()
  const server = runningServer()
  const contracts = (await runningContracts(server, {}, nowMs)).map(({ contract: { id, name } }) => ({ id, name }))
  const choices = { ...scopeChoices(nowMs), contracts }
  if (choices.rigs.length === 0 && contracts.length === 0) return <NothingToPlan />
  const scope = scopeOf((await searchParams).scope, choices)
  const text = scopeText(scope)
  const plan = await planScope(server, scope, nowMs)
  return (
    <>
      <Choose
        label="Plan for"
        path="/planner"
        parameter="scope"
        value={text}
        data={[
          { value: 'all', label: 'Everything that runs' },
          { group: 'Sites', items: choices.sites.map(({ id, name }) => ({ value: `site:${id}`, label: name })) },
          { group: 'Rigs', items: choices.rigs.map(({ id, name }) => ({ value: `rig:${id}`, label: name })) },
          ...(contracts.length > 0
            ? [
                {
                  group: 'Contracts',
                  items: contracts.map(({ id, name }) => ({ value: `contract:${id}`, label: name })),
                },
              ]
            : []),
        ]}
      />
      <WhatIf key={text} plan={plan} />
    </>
  )
}
