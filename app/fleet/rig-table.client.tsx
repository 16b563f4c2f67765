'use client'

import { useTable } from '@tanstack/react-table'
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useCallback, useLayoutEffect, useMemo, useRef } from 'react'
import type { RigRow, SiteRow } from '#lib/wire/dashboard-events'
import { type Grouping, groupRigs, type TableItem } from './group-rigs'
import { useMoveBetweenRows } from './move-between-rows.client'
import { COLUMN_HEADS, rigColumns, rigTableFeatures } from './rig-columns'
import classes from './rig-table.module.css'
import { RigTableHead } from './rig-table-head.client'
import { GroupLine, RigTableRow } from './rig-table-row.client'
import { usePlace } from './use-place.client'

const ROW = 36
const CARD = 77

const INITIAL_SORTING = [{ id: 'state', desc: false }]

/** Rigs as rows that are links, on a phone as cards; only what is in view is in the page, however many there are. */
export function RigTable({
  rows,
  sites,
  grouping,
  currency,
}: {
  rows: RigRow[]
  sites: SiteRow[]
  grouping: Grouping
  currency: string
}) {
  const table = useTable({
    features: rigTableFeatures,
    columns: rigColumns,
    data: rows,
    getRowId: rowId,
    initialState: { sorting: INITIAL_SORTING },
    enableSortingRemoval: false,
  })
  const sorted = table.getRowModel().rows
  const items = useMemo(
    () =>
      groupRigs(
        sorted.map((row) => row.original),
        grouping,
        sites,
      ),
    [sorted, grouping, sites],
  )
  const siteById = useMemo(() => new Map(sites.map((site) => [site.id, site])), [sites])

  const body = useRef<HTMLDivElement>(null)
  const { scrollMargin, narrow } = usePlace(body)
  // Functions that stay the same: a new one makes the virtualizer measure all rows again, at every scroll.
  const estimateSize = useCallback(() => (narrow ? CARD : ROW), [narrow])
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

  const visible = virtualizer.getVirtualItems()
  const first = visible[0]
  const last = visible.at(-1)
  const above = first ? first.start - scrollMargin : 0
  const below = last ? virtualizer.getTotalSize() - (last.end - scrollMargin) : 0

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are virtual and laid out as a grid, which a table element cannot be
    <div
      role="table"
      aria-label="Rigs"
      aria-rowcount={items.length + 1}
      aria-colcount={COLUMN_HEADS.length}
      className={classes.table}
      {...handlers}
    >
      <RigTableHead sorting={table.state.sorting} onSort={(id) => table.getColumn(id)?.toggleSorting()} />
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
                <GroupLine index={index} item={item} currency={currency} />
              ) : (
                <RigTableRow
                  index={index}
                  rowKey={keyOf(item)}
                  row={item.row}
                  site={siteById.get(item.row.siteId)}
                  currency={currency}
                />
              )}
            </Fragment>
          )
        })}
      </div>
    </div>
  )
}

function rowId(row: RigRow): string {
  return String(row.id)
}

function keyOf(item: TableItem | undefined): string {
  if (!item) return 'none'
  return item.kind === 'rig' ? `rig-${item.row.id}` : `group-${item.id}`
}
