import Link from 'next/link'
import type { ReactNode } from 'react'
import classes from './pressable.module.css'

/** A link that looks like a button: `strong` for the page's one main step. An address outside opens in a new tab. */
export function LinkButton({ href, strong, children }: { href: string; strong?: boolean; children: ReactNode }) {
  const className = strong ? classes.strong : classes.quiet
  if (/^https?:/.test(href)) {
    return (
      <a href={href} className={className} target="_blank" rel="noreferrer">
        {children}
      </a>
    )
  }
  return (
    <Link href={href} className={className}>
      {children}
    </Link>
  )
}
