'use client'

import { Button, Switch } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { MaintenanceRow } from '#lib/wire/alerts'
import { confirmDeed } from '../../../forms/confirm.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import settings from '../../settings.module.css'
import { windowWords } from '../minute-text'
import { type ScopeNames, scopeWords } from '../scope-words'
import { removeMaintenance, writeMaintenance } from './actions'
import { MaintenanceForm, type Place } from './maintenance-form.client'

/** Times that come again, in a site's own zone, in which what goes down was meant to. */
export function MaintenanceCard({
  windows,
  names,
  sites,
  mayChange,
}: {
  windows: MaintenanceRow[]
  names: ScopeNames
  sites: Place[]
  mayChange: boolean
}) {
  const router = useRouter()
  const [open, setOpen] = useState<number | 'new'>()
  const { run, running, problem } = useDeed()
  const done = () => {
    setOpen(undefined)
    router.refresh()
  }
  const first = sites[0]
  return (
    <Card title="Maintenance windows" note="what goes down in them was meant to">
      <div className={settings.stack}>
        <Problem>{problem}</Problem>
        {windows.length === 0 && open === undefined ? (
          <p className={forms.hint}>
            None. A window comes again each week, on the site’s own clock: when the air filters are changed, or the
            supplier cuts the power at the peak.
          </p>
        ) : null}
        {windows.length > 0 ? (
          <ul className={settings.list} aria-label="Maintenance windows">
            {windows.map((each) => (
              <li key={each.id}>
                <Switch
                  size="xs"
                  aria-label={`${each.name} is on`}
                  checked={each.enabled}
                  disabled={!mayChange || running}
                  onChange={(event) => {
                    const { siteName: _, timeZone: __, active: ___, ...form } = each
                    const enabled = event.currentTarget.checked
                    void run(() => writeMaintenance({ ...form, enabled }), done)
                  }}
                />
                <strong>{each.name}</strong>
                <span className={settings.muted}>
                  {windowWords(each.days, each.fromMinute, each.toMinute)} ({each.timeZone}),{' '}
                  {scopeWords(each.scope, names) === 'all' ? `all at ${each.siteName}` : scopeWords(each.scope, names)}
                </span>
                {each.active ? <span>now</span> : null}
                {mayChange ? (
                  <span>
                    <Button variant="subtle" size="compact-sm" onClick={() => setOpen(each.id)}>
                      Change<span className="visually-hidden"> {each.name}</span>
                    </Button>
                    <Button
                      variant="subtle"
                      color="critical"
                      size="compact-sm"
                      disabled={running}
                      onClick={() =>
                        confirmDeed(
                          {
                            title: `Delete ${each.name}?`,
                            words: 'What goes down at that time is told again.',
                            deed: 'Delete window',
                          },
                          () => void run(() => removeMaintenance(each.id), done),
                        )
                      }
                    >
                      Delete<span className="visually-hidden"> {each.name}</span>
                    </Button>
                  </span>
                ) : (
                  <span />
                )}
              </li>
            ))}
          </ul>
        ) : null}
        {open !== undefined && first ? (
          <MaintenanceForm
            key={open}
            initial={windows.find((each) => each.id === open)}
            sites={sites}
            names={names}
            onDone={done}
            onCancel={() => setOpen(undefined)}
          />
        ) : mayChange && first ? (
          <div>
            <Button variant="default" size="compact-md" onClick={() => setOpen('new')}>
              Add window
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  )
}
