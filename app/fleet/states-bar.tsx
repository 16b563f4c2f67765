import type { PresenceState } from '#lib/domain/presence'
import { SHAPES } from '../ui/state-shape'
import classes from './fleet.module.css'

const ORDER: PresenceState[] = ['hashing', 'warming', 'paused', 'never', 'frozen', 'zero', 'error', 'offline']

/** How many rigs are in which state, as one bar; in words for those who do not see it. */
export function StatesBar({ states }: { states: Partial<Record<PresenceState, number>> }) {
  const present = ORDER.flatMap((state) => {
    const count = states[state] ?? 0
    return count > 0 ? [{ state, count }] : []
  })
  const words = present.map(({ state, count }) => `${count} ${SHAPES[state].word}`).join(', ')
  return (
    <div className={classes.statesBar} role="img" aria-label={words || 'no rigs'} title={words}>
      {present.map(({ state, count }) => (
        <span key={state} style={{ flexGrow: count, background: `var(--${SHAPES[state].tone})` }} />
      ))}
    </div>
  )
}
