'use client'

import { type ReactNode, useRef, useState } from 'react'
import { formatMoney } from '#lib/domain/format'
import { figureStyle } from '../ui/figure-style'
import { Unknown } from '../ui/unknown.client'
import classes from './money.module.css'
import { useMoneyDrawer } from './money-drawer.client'

export type MoneyKind = 'profit' | 'revenue' | 'cost' | 'plain'

/**
 * An amount that opens into how it came about. A profit wears its sign and good or critical; revenue and cost their own
 * hues. An unknown amount is a dash with its reason, and still opens, because the reason is in there too.
 */
export function MoneyButton({
  amount,
  text: written,
  currency,
  kind = 'plain',
  size = 'inherit',
  label,
  unknown,
  explain,
}: {
  amount: number | undefined
  /** The amount as it is written, where that is not as usual. */
  text?: string
  currency: string
  kind?: MoneyKind
  size?: 'inherit' | 'title' | 'figure'
  /** What the amount is, for the drawer's title and the screen reader: `Profit today`. */
  label: string
  unknown?: string
  explain: ReactNode | (() => Promise<ReactNode>)
}) {
  const open = useMoneyDrawer()
  const button = useRef<HTMLButtonElement>(null)
  const [wanted, setWanted] = useState(false)
  const text =
    amount === undefined ? undefined : (written ?? formatMoney(amount, currency, { signed: kind === 'profit' }))
  const asksWhy =
    text === undefined
      ? {
          onPointerEnter: () => setWanted(true),
          onPointerLeave: () => setWanted(false),
          onFocus: () => setWanted(true),
          onBlur: () => setWanted(false),
        }
      : {}
  return (
    <button
      ref={button}
      type="button"
      className={classes.amount}
      data-size={size}
      data-hue={hueOf(amount, kind)}
      style={size === 'figure' ? figureStyle(text ?? '—') : undefined}
      {...asksWhy}
      onClick={(event) => {
        event.preventDefault()
        event.stopPropagation()
        setWanted(false)
        open({ title: label, content: explain })
      }}
    >
      {text === undefined ? <Unknown reason={unknown} within={{ button, wanted }} /> : <span data-figure>{text}</span>}
      <span className="visually-hidden">, {label}: explain</span>
    </button>
  )
}

function hueOf(amount: number | undefined, kind: MoneyKind): string | undefined {
  if (kind === 'revenue' || kind === 'cost') return kind
  if (kind === 'plain' || amount === undefined || amount === 0) return undefined
  return amount > 0 ? 'good' : 'critical'
}
