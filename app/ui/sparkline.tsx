import { memo } from 'react'
import { sparklinePath } from './sparkline-path'

const SIZES = { row: { width: 88, height: 20 }, strip: { width: 176, height: 32 } } as const

/**
 * A day at a glance, without axis: gaps stay open. Decoration beside the figure it belongs to, so silent for readers.
 * A `strip` takes the width it is given.
 */
export const Sparkline = memo(function Sparkline({
  values,
  size = 'row',
}: {
  values: readonly (number | null)[] | undefined
  size?: keyof typeof SIZES
}) {
  const { width, height } = SIZES[size]
  return (
    <svg
      width={size === 'strip' ? '100%' : width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={size === 'strip' ? 'none' : undefined}
      aria-hidden="true"
      focusable="false"
    >
      {values ? (
        <path
          d={sparklinePath(values, width, height)}
          fill="none"
          stroke="var(--hash-rate)"
          strokeWidth="1.5"
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
    </svg>
  )
})
