import { createColumnHelper, createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import type { RigRow } from '#lib/wire/dashboard-events'
import { troubleRank } from './condition'

export const rigTableFeatures = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const helper = createColumnHelper<typeof rigTableFeatures, RigRow>()

type SortableRow = { getValue(columnId: string): unknown }

function byNumber(one: SortableRow, other: SortableRow, columnId: string): number {
  return Number(one.getValue(columnId)) - Number(other.getValue(columnId))
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function byText(one: SortableRow, other: SortableRow, columnId: string): number {
  return collator.compare(String(one.getValue(columnId)), String(other.getValue(columnId)))
}

/** What a rig is sorted by in each column. Unknown always comes last, whichever way the column is sorted. */
export const rigColumns = helper.columns([
  helper.accessor(troubleRank, { id: 'state', sortFn: byNumber, sortDescFirst: false }),
  helper.accessor((row) => row.name, { id: 'name', sortFn: byText, sortDescFirst: false }),
  helper.accessor((row) => row.siteId, { id: 'site', sortFn: byNumber, sortDescFirst: false }),
  helper.accessor((row) => row.work[0]?.hashesPerSecond, {
    id: 'hashRate',
    sortFn: byNumber,
    sortUndefined: 'last',
    sortDescFirst: true,
  }),
  helper.accessor((row) => row.hottest?.celsius, {
    id: 'hottest',
    sortFn: byNumber,
    sortUndefined: 'last',
    sortDescFirst: true,
  }),
  helper.accessor((row) => row.powerWatts, {
    id: 'power',
    sortFn: byNumber,
    sortUndefined: 'last',
    sortDescFirst: true,
  }),
  helper.accessor((row) => row.work[0]?.joulesPerHash, {
    id: 'efficiency',
    sortFn: byNumber,
    sortUndefined: 'last',
    sortDescFirst: true,
  }),
  helper.accessor((row) => row.perDay.profit, {
    id: 'profit',
    sortFn: byNumber,
    sortUndefined: 'last',
    sortDescFirst: false,
  }),
  helper.accessor((row) => row.seenAtMs, { id: 'seen', sortFn: byNumber, sortUndefined: 'last', sortDescFirst: true }),
])

export type RigColumnId =
  | 'state'
  | 'name'
  | 'site'
  | 'hashRate'
  | 'hottest'
  | 'power'
  | 'efficiency'
  | 'profit'
  | 'seen'

/** The columns as people read them; the sparkline is no column to sort by. */
export const COLUMN_HEADS: readonly { id: RigColumnId | 'day'; name: string; numeric?: boolean; sortable: boolean }[] =
  [
    { id: 'state', name: 'State', sortable: true },
    { id: 'name', name: 'Rig', sortable: true },
    { id: 'site', name: 'Site', sortable: true },
    { id: 'hashRate', name: 'Hash rate', numeric: true, sortable: true },
    { id: 'hottest', name: 'Hottest', numeric: true, sortable: true },
    { id: 'power', name: 'Power', numeric: true, sortable: true },
    { id: 'efficiency', name: 'Efficiency', numeric: true, sortable: true },
    { id: 'profit', name: 'Profit a day', numeric: true, sortable: true },
    { id: 'day', name: '24 h', numeric: true, sortable: false },
    { id: 'seen', name: 'Seen', numeric: true, sortable: true },
  ]
