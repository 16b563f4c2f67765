'use client'

import { memo } from 'react'
import { COLUMN_HEADS } from './rig-columns'
import classes from './rig-table.module.css'

/** The column heads; pressing one sorts by it, pressing again turns the order. */
export const RigTableHead = memo(function RigTableHead({
  sorting,
  onSort,
}: {
  sorting: { id: string; desc: boolean }[]
  onSort: (columnId: string) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    <div role="rowgroup" className={classes.head}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a row of heads is not a control, its buttons are */}
      <div role="row" aria-rowindex={1} className={classes.row}>
        {COLUMN_HEADS.map((column) => {
          const sorted = sorting.find((each) => each.id === column.id)
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: its button is
            <div
              key={column.id}
              role="columnheader"
              className={classes.cell}
              data-column={column.id}
              data-numeric={column.numeric}
              aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
            >
              {column.sortable ? (
                <button
                  type="button"
                  className={classes.sort}
                  data-sorted={sorted !== undefined}
                  onClick={() => onSort(column.id)}
                >
                  {column.name}
                  <span aria-hidden="true" className={classes.arrow}>
                    {sorted ? (sorted.desc ? '↓' : '↑') : ''}
                  </span>
                </button>
              ) : (
                column.name
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
})
