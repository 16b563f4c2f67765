'use client'

import { IconHistory } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useState } from 'react'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import type { IncidentRow } from '#lib/wire/alerts'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'
import classes from '../alerts.module.css'
import { groupIncidents } from '../group-incidents'
import { type IncidentFilter, isFiltered } from '../incident-filter'
import { IncidentFilters } from '../incident-filters.client'
import { IncidentTable } from '../incident-table.client'
import { isKind, kindLabel, kindOptions } from '../kind-labels'
import { resolvedHref } from './resolved-query'

const KINDS = kindOptions(Object.keys(RULE_KINDS).filter(isKind))
const NONE: ReadonlySet<number> = new Set()
/** Typing asks the server once it pauses. */
const PAUSE_MS = 300

/** What is over, the latest first. The filter stands in the address: the server looks through all of history. */
export function ResolvedIncidents({
  incidents,
  total,
  nextCursor,
  isFirst,
  filter: asked,
  sites,
  timeZone,
}: {
  incidents: IncidentRow[]
  total: number
  nextCursor?: string
  isFirst: boolean
  filter: IncidentFilter
  sites: { id: number; name: string }[]
  timeZone: string
}) {
  const router = useRouter()
  const [filter, setFilter] = useState(asked)
  const wanted = resolvedHref(filter)
  const shown = resolvedHref(asked)
  useEffect(() => {
    if (wanted === shown) return
    const timer = setTimeout(() => router.replace(wanted, { scroll: false }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [wanted, shown, router])
  const items = useMemo(() => groupIncidents(incidents, 'none', kindLabel), [incidents])

  if (total === 0 && !isFiltered(asked)) {
    return (
      <Card>
        <EmptyState
          icon={<IconHistory size={32} stroke={1.4} aria-hidden="true" />}
          title="Nothing was ever wrong here."
        >
          Incidents that are over stand here for ever: when they began and ended, who took them, what they cost.
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card flush>
      <IncidentFilters filter={filter} onChange={setFilter} kinds={KINDS} sites={sites}>
        {total === 1 ? '1 incident' : `${total} incidents`}
      </IncidentFilters>
      {incidents.length === 0 ? (
        <p className={classes.nothing}>No incident matches. Take a word or a filter away.</p>
      ) : (
        <IncidentTable items={items} chosen={NONE} timeZone={timeZone} costName="It cost" />
      )}
      {nextCursor || !isFirst ? (
        <nav className={classes.older} aria-label="Parts of the history">
          {isFirst ? null : <LinkButton href={resolvedHref(asked)}>Newest</LinkButton>}
          {nextCursor ? <LinkButton href={resolvedHref(asked, nextCursor)}>Older</LinkButton> : null}
        </nav>
      ) : null}
    </Card>
  )
}
