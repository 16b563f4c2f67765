'use client'

import { MultiSelect, TagsInput } from '@mantine/core'
import type { Scope } from '#lib/domain/alert-types'
import classes from './alert-settings.module.css'
import { MACHINES, type ScopeNames } from './scope-words'

/** Which rigs something is about: what is left open is not narrowed down. */
export function ScopeFields({
  scope,
  names,
  onChange,
  machines = true,
}: {
  scope: Scope
  names: ScopeNames
  onChange: (scope: Scope) => void
  machines?: boolean
}) {
  const change = (part: Scope) => {
    const next = { ...scope, ...part }
    onChange({
      ...(next.siteIds?.length ? { siteIds: next.siteIds } : {}),
      ...(next.tags?.length ? { tags: next.tags } : {}),
      ...(next.rigIds?.length ? { rigIds: next.rigIds } : {}),
      ...(next.machines?.length ? { machines: next.machines } : {}),
    })
  }
  return (
    <div className={classes.fields}>
      {names.sites.length > 1 || scope.siteIds?.length ? (
        <MultiSelect
          label="Sites"
          placeholder={scope.siteIds?.length ? undefined : 'All'}
          data={names.sites.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={(scope.siteIds ?? []).map(String)}
          onChange={(ids) => change({ siteIds: ids.map(Number) })}
        />
      ) : null}
      {machines ? (
        <MultiSelect
          label="Machines"
          placeholder={scope.machines?.length ? undefined : 'All'}
          data={[...MACHINES]}
          value={scope.machines ?? []}
          onChange={(chosen) =>
            change({ machines: MACHINES.filter(({ value }) => chosen.includes(value)).map(({ value }) => value) })
          }
        />
      ) : null}
      <MultiSelect
        label="Rigs"
        placeholder={scope.rigIds?.length ? undefined : 'All'}
        searchable
        limit={50}
        data={names.rigs.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={(scope.rigIds ?? []).map(String)}
        onChange={(ids) => change({ rigIds: ids.map(Number) })}
        nothingFoundMessage="No rig of this name"
      />
      <TagsInput
        label="Tags"
        placeholder={scope.tags?.length ? undefined : 'Any'}
        data={names.tags}
        value={scope.tags ?? []}
        onChange={(tags) => change({ tags })}
      />
    </div>
  )
}
