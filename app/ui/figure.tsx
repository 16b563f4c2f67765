import classes from './figure.module.css'
import { figureStyle } from './figure-style'
import { splitFigure } from './split-figure'
import { Unknown } from './unknown.client'

export type Hue = 'hash-rate' | 'temperature' | 'power' | 'revenue' | 'cost' | 'good' | 'warn' | 'critical' | 'muted'

/**
 * A figure as the formatter wrote it (`97.4 MH/s`), in tabular digits with the unit set apart. Without `text` it is
 * unknown: a dash, with `unknown` as the reason on hover, touch and for screen readers.
 */
export function Figure({
  text,
  unknown,
  hue,
  size = 'inherit',
  mark,
}: {
  text: string | undefined
  unknown?: string
  hue?: Hue
  size?: 'inherit' | 'title' | 'figure'
  /** Words for a `~` behind the figure: why it is not exact. */
  mark?: string
}) {
  if (text === undefined) return <Unknown reason={unknown} size={size} />
  const { number, unit } = splitFigure(text)
  return (
    <span
      data-figure
      className={classes.figure}
      data-size={size}
      style={{ ...(size === 'figure' ? figureStyle(text) : {}), ...(hue ? { color: `var(--${hue})` } : {}) }}
    >
      {number}
      {unit ? (
        <span className={classes.unit} data-per={unit.startsWith('/')}>
          {unit}
        </span>
      ) : null}
      {mark ? <Unknown reason={mark} sign="~" /> : null}
    </span>
  )
}
