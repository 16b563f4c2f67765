'use client'

import { useMemo } from 'react'
import { GOOD_NEWS } from '#lib/domain/alert-types'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import type { RuleRow } from '#lib/wire/alerts'
import { Problem } from '../../../forms/problem'
import table from '../../../forms/table.module.css'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { LinkButton } from '../../../ui/link-button'
import { ScrollTable } from '../../../ui/scroll-table'
import settings from '../../settings.module.css'
import type { ScopeNames } from '../scope-words'
import { RuleLine } from './rule-line.client'

const GROUPS = [
  { name: 'Rigs', has: (rule: RuleRow) => RULE_KINDS[rule.kind].subject === 'rig' && !GOOD_NEWS.has(rule.kind) },
  {
    name: 'Agents, sites and this server',
    has: (rule: RuleRow) => RULE_KINDS[rule.kind].subject !== 'rig' && !GOOD_NEWS.has(rule.kind),
  },
  { name: 'Good news', has: (rule: RuleRow) => GOOD_NEWS.has(rule.kind) },
]

/** Every rule with its switch: what it watches for, from when it speaks, and for which rigs. */
export function RulesList({ rules, names, mayChange }: { rules: RuleRow[]; names: ScopeNames; mayChange: boolean }) {
  const { run, running, problem } = useDeed()
  const groups = useMemo(() => GROUPS.map(({ name, has }) => ({ name, rules: rules.filter(has) })), [rules])
  const on = rules.filter((rule) => rule.enabled).length
  return (
    <div className={settings.stack}>
      <div className={settings.bar}>
        <span className={settings.muted}>
          {on} of {rules.length} rules are on
        </span>
        {mayChange ? <LinkButton href="/settings/alerts/rules/new">Add rule</LinkButton> : null}
      </div>
      <Problem>{problem}</Problem>
      {groups.map((group) =>
        group.rules.length === 0 ? null : (
          <Card key={group.name} title={group.name} flush>
            <ScrollTable label={group.name}>
              <thead>
                <tr>
                  <th scope="col">On</th>
                  <th scope="col">Rule</th>
                  <th scope="col">Speaks when</th>
                  <th scope="col">About</th>
                  <th scope="col" className={table.number}>
                    Open
                  </th>
                  {mayChange ? (
                    <th scope="col">
                      <span className="visually-hidden">What can be done</span>
                    </th>
                  ) : null}
                </tr>
              </thead>
              <tbody>
                {group.rules.map((rule) => (
                  <RuleLine key={rule.id} rule={rule} names={names} mayChange={mayChange} running={running} run={run} />
                ))}
              </tbody>
            </ScrollTable>
          </Card>
        ),
      )}
    </div>
  )
}
