'use client'

import { ActionIcon, Menu, Switch } from '@mantine/core'
import { IconCopy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { RuleRow } from '#lib/wire/alerts'
import { confirmDeed } from '../../../forms/confirm.client'
import table from '../../../forms/table.module.css'
import type { useDeed } from '../../../forms/use-saving.client'
import { type ScopeNames, scopeWords } from '../scope-words'
import { removeRule, writeRule } from './actions'
import { ruleWords } from './rule-words'
import classes from './rules.module.css'

/** One rule as a row: its switch works at once, its name opens the workshop. */
export function RuleLine({
  rule,
  names,
  mayChange,
  running,
  run,
}: {
  rule: RuleRow
  names: ScopeNames
  mayChange: boolean
  running: boolean
  run: ReturnType<typeof useDeed>['run']
}) {
  const router = useRouter()
  const { id, kind, name, enabled, settings, scope } = rule
  const href = `/settings/alerts/rules/${id}`
  return (
    <tr data-off={!enabled} className={classes.line}>
      <td>
        <Switch
          size="xs"
          aria-label={`${name} is on`}
          checked={enabled}
          disabled={!mayChange || running}
          onChange={(event) => {
            const next = event.currentTarget.checked
            void run(
              () => writeRule({ id, kind, name, settings, scope, enabled: next }),
              () => router.refresh(),
            )
          }}
        />
      </td>
      <th scope="row">
        <Link href={href} className={classes.name}>
          {name}
        </Link>
        <span className={classes.describes}>{rule.describes}</span>
      </th>
      <td className={table.wide}>{ruleWords(kind, settings)}</td>
      <td className={table.muted}>{scopeWords(scope, names)}</td>
      <td className={table.number}>
        {rule.open > 0 ? (
          <Link href="/alerts" aria-label={`${rule.open} open incidents of ${name}`}>
            {rule.open}
          </Link>
        ) : (
          <span className={table.muted}>0</span>
        )}
      </td>
      {mayChange ? (
        <td className={table.number}>
          <Menu position="bottom-end" width={176}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" c="var(--muted)" aria-label={`What can be done with ${name}`}>
                <IconDots size={16} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component={Link} href={href} leftSection={<IconPencil size={16} />}>
                Change
              </Menu.Item>
              <Menu.Item
                component={Link}
                href={`/settings/alerts/rules/new?from=${id}`}
                leftSection={<IconCopy size={16} />}
              >
                Duplicate
              </Menu.Item>
              <Menu.Item
                color="critical"
                leftSection={<IconTrash size={16} />}
                onClick={() =>
                  confirmDeed(
                    {
                      title: `Delete the rule ${name}?`,
                      words: rule.builtIn
                        ? 'It is one of those every installation begins with. Switching it off keeps its settings.'
                        : 'Its open incidents are over with it; those of the past stay.',
                      deed: 'Delete rule',
                    },
                    () =>
                      void run(
                        () => removeRule(id),
                        () => router.refresh(),
                      ),
                  )
                }
              >
                Delete
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </td>
      ) : null}
    </tr>
  )
}
