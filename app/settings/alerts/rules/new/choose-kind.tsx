import Link from 'next/link'
import { DEFAULT_RULES, ruleTemplates } from '#lib/domain/alerts/alert-rules'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import { Card } from '../../../../ui/card'
import pressable from '../../../../ui/pressable.module.css'
import shared from '../../alert-settings.module.css'
import { MACHINES } from '../../scope-words'
import classes from '../rules.module.css'

/** What to watch for, each with its sentence; for one kind of machine only what applies to it. */
export function ChooseKind({ machine }: { machine?: (typeof MACHINES)[number]['value'] }) {
  const kinds = [...new Set((machine ? ruleTemplates(machine) : DEFAULT_RULES).map(({ kind }) => kind))]
  const forMachine = machine ? `&machine=${machine}` : ''
  return (
    <Card
      title="Watch for what?"
      flush
      aside={
        <nav aria-label="For which machines" className={shared.parts}>
          <Link
            href="/settings/alerts/rules/new"
            className={pressable.quiet}
            aria-current={machine === undefined ? 'true' : undefined}
          >
            All machines
          </Link>
          {MACHINES.map(({ value, label }) => (
            <Link
              key={value}
              href={`/settings/alerts/rules/new?machine=${value}`}
              className={pressable.quiet}
              aria-current={machine === value ? 'true' : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
      }
    >
      <ul className={classes.kinds}>
        {kinds.map((kind) => (
          <li key={kind}>
            <Link href={`/settings/alerts/rules/new?kind=${kind}${forMachine}`}>{RULE_KINDS[kind].label}</Link>
            <span>{RULE_KINDS[kind].describes}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
