'use client'

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { Fragment, type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useMoveBetweenRows } from '../fleet/move-between-rows.client'
import { usePlace } from '../fleet/use-place.client'
import type { IncidentItem } from './group-incidents'
import classes from './incident-table.module.css'
import { IncidentGroupLine, IncidentTableRow } from './incident-table-row.client'

const ROW = 36
const CARD = 77

const HEADS = [
  { column: 'choose', name: 'Chosen' },
  { column: 'severity', name: 'Severity' },
  { column: 'title', name: 'What' },
  { column: 'evidence', name: 'Seen' },
  { column: 'site', name: 'Site' },
  { column: 'since', name: 'For', numeric: true },
  { column: 'cost', name: 'Cost so far', numeric: true },
  { column: 'phase', name: 'State' },
] as const

/** Incidents as rows, on a phone as cards; only what is in view is in the page. `onKey` hears a key and its incident. */
export function IncidentTable({
  items,
  chosen,
  onChoose,
  onKey,
  timeZone,
  costName = 'Cost so far',
}: {
  items: IncidentItem[]
  chosen: ReadonlySet<number>
  onChoose?: (ids: number[], on: boolean) => void
  onKey?: (key: string, incidentId: number) => void
  timeZone: string
  costName?: string
}) {
  const body = useRef<HTMLDivElement>(null)
  const { scrollMargin, narrow } = usePlace(body)
  const estimateSize = useCallback(
    (index: number) => (narrow && items[index]?.kind === 'incident' ? CARD : ROW),
    [narrow, items],
  )
  const getItemKey = useCallback((index: number) => keyOf(items[index]), [items])
  const { focusedKey, handlers } = useMoveBetweenRows(items.length, (index) =>
    virtualizer.scrollToIndex(index, { align: 'auto' }),
  )
  const rangeExtractor = useMemo(() => {
    const kept = focusedKey === undefined ? -1 : items.findIndex((item) => keyOf(item) === focusedKey)
    return (range: Range) => {
      const indexes = defaultRangeExtractor(range)
      return kept < 0 || indexes.includes(kept) ? indexes : [...indexes, kept].sort((one, other) => one - other)
    }
  }, [items, focusedKey])
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize,
    overscan: 8,
    scrollMargin,
    initialRect: { width: 1280, height: 900 },
    getItemKey,
    rangeExtractor,
  })
  useLayoutEffect(() => {
    if (narrow !== undefined) virtualizer.measure()
  }, [narrow, virtualizer])
  useFirstRowByKey(body)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-incident]') : null
    if (row && onKey && !event.altKey && !event.ctrlKey && !event.metaKey)
      onKey(event.key, Number(row.dataset.incident))
    handlers.onKeyDown(event)
  }
  const visible = virtualizer.getVirtualItems()
  const first = visible[0]
  const last = visible.at(-1)
  const above = first ? first.start - scrollMargin : 0
  const below = last ? virtualizer.getTotalSize() - (last.end - scrollMargin) : 0

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are virtual and laid out as a grid, which a table element cannot be
    <div
      role="table"
      aria-label="Incidents"
      aria-rowcount={items.length + 1}
      aria-colcount={HEADS.length}
      className={classes.table}
      data-choosable={onChoose !== undefined}
      {...handlers}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup" className={classes.head}>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row of heads is not a control */}
        <div role="row" aria-rowindex={1} className={classes.row}>
          {HEADS.map(({ column, name, ...rest }) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: a head, not a control
            <div
              key={column}
              role="columnheader"
              className={classes.cell}
              data-column={column}
              data-numeric={'numeric' in rest}
            >
              {column === 'choose' ? <span className="visually-hidden">{name}</span> : null}
              {column === 'choose' ? null : column === 'cost' ? costName : name}
            </div>
          ))}
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div ref={body} role="rowgroup" style={{ paddingTop: above, paddingBottom: Math.max(0, below) }}>
        {visible.map(({ index, key, start }, at) => {
          const item = items[index]
          if (!item) return null
          // Rows are left out only beside the one that is kept for its focus.
          const leftOut = at === 0 ? 0 : start - (visible[at - 1]?.end ?? start)
          return (
            <Fragment key={key}>
              {leftOut > 0 ? <div aria-hidden="true" style={{ height: leftOut }} /> : null}
              {item.kind === 'group' ? (
                <IncidentGroupLine index={index} item={item} chosen={chosen} onChoose={onChoose} />
              ) : (
                <IncidentTableRow
                  index={index}
                  row={item.row}
                  chosen={chosen.has(item.row.id)}
                  onChoose={onChoose}
                  timeZone={timeZone}
                />
              )}
            </Fragment>
          )
        })}
      </div>
    </div>
  )
}

function keyOf(item: IncidentItem | undefined): string {
  if (!item) return 'none'
  return item.kind === 'incident' ? `incident-${item.row.id}` : `group-${item.id}`
}

/** Where nothing has the focus, j and the arrow down begin at the first row. */
function useFirstRowByKey(body: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'ArrowDown') || event.ctrlKey || event.metaKey || event.altKey) return
      const focused = document.activeElement
      if (focused !== document.body && focused?.id !== 'content') return
      const link = body.current?.querySelector<HTMLElement>('[data-incident] a')
      if (!link) return
      event.preventDefault()
      link.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [body])
}
