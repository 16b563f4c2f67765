import type { Metadata } from 'next'
import { DEFAULT_RULES, type Rule, ruleTemplates } from '#lib/domain/alerts/alert-rules'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import { listRules } from '#lib/services/alerts/list-rules'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../../fleet/main-site'
import { requireOwner } from '../../../../session'
import { scopeNames } from '../../scope-names'
import { MACHINES } from '../../scope-words'
import { draftOf } from '../rule-draft'
import { Workshop } from '../workshop.client'
import { ChooseKind } from './choose-kind'

export const metadata: Metadata = { title: 'New rule' }

type Address = { kind?: string; machine?: string; from?: string }

export default async function NewRule({ searchParams }: { searchParams: Promise<Address> }) {
  await requireOwner()
  const address = await searchParams
  const machine = MACHINES.find(({ value }) => value === address.machine)?.value
  const begun = await beginning(address, machine)
  if (!begun) return <ChooseKind machine={machine} />
  const snapshot = runningServer().fleet.snapshot()
  return (
    <Workshop
      key={JSON.stringify(address)}
      initial={draftOf({ ...begun, enabled: true })}
      names={scopeNames()}
      algorithms={snapshot.totals.algorithms.map(({ algorithm }) => algorithm)}
      timeZone={mainSite(snapshot)?.timeZone ?? 'UTC'}
      mayChange
    />
  )
}

/** What the new rule begins as: another one's copy, a template for a machine, or the kind's own defaults. */
async function beginning(
  { kind, from }: Address,
  machine: (typeof MACHINES)[number]['value'] | undefined,
): Promise<Omit<Rule, 'id' | 'builtIn'> | undefined> {
  if (from !== undefined) {
    const rule = (await listRules(runningServer().database)).find((each) => each.id === Number(from))
    if (!rule) return undefined
    const { kind, settings, scope, enabled } = rule
    return { kind, settings, scope, enabled, name: `${rule.name}, copy` }
  }
  const templates: readonly Omit<Rule, 'id'>[] = machine ? ruleTemplates(machine) : DEFAULT_RULES
  const template = templates.find((each) => each.kind === kind)
  if (!template) return undefined
  const label = MACHINES.find(({ value }) => value === machine)?.label
  const { settings, scope, enabled } = template
  const name = RULE_KINDS[template.kind].label
  return { kind: template.kind, settings, scope, enabled, name: label ? `${name}, ${label}` : name }
}
