import type { ReactNode } from 'react'
import table from '../forms/table.module.css'

/** A table that scrolls sideways where it is wider than the page. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable without a mouse
    <section className={table.scroll} tabIndex={0} aria-label={`${label}, scrollable`}>
      <table className={table.table}>{children}</table>
    </section>
  )
}
