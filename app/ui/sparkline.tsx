import { memo } from 'react'
import { sparklinePath } from './sparkline-path'

const WIDTH = 88
const HEIGHT = 20

/** A day at a glance, without axis: gaps stay open. Decoration beside the figure it belongs to, so silent for readers. */
export const Sparkline = memo(function Sparkline({ values }: { values: readonly (number | null)[] | undefined }) {
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      {values ? (
        <path
          d={sparklinePath(values, WIDTH, HEIGHT)}
          fill="none"
          stroke="var(--hash-rate)"
          strokeWidth="1.4"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      ) : null}
    </svg>
  )
})
