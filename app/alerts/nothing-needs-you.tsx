import { IconBellCheck } from '@tabler/icons-react'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'
import classes from './alerts.module.css'

/** The best state of this page, and what would change it. */
export function NothingNeedsYou({
  rigs,
  pending,
  onPending,
}: {
  rigs: number
  /** How many have not lasted long enough to be told. */
  pending: number
  onPending: () => void
}) {
  return (
    <Card>
      <EmptyState
        icon={<IconBellCheck size={32} stroke={1.4} aria-hidden="true" />}
        title="Nothing needs you."
        action={<LinkButton href="/settings/alerts">See what is watched for</LinkButton>}
      >
        {rigs === 0
          ? 'Rules watch from the first rig on: for heat, silence, lost hash rate, a changed pool and money that runs out. What lasts too long will stand here, with what it costs.'
          : `Rules watch ${rigs === 1 ? '1 rig' : `${rigs} rigs`} for heat, silence, lost hash rate, a changed pool and money that runs out. What lasts too long will stand here, with what it costs.`}
        {pending > 0 ? (
          <p>
            <button type="button" className={classes.textButton} onClick={onPending}>
              {pending === 1 ? '1 is pending' : `${pending} are pending`}
            </button>
            : not lasting long enough yet to be told.
          </p>
        ) : null}
      </EmptyState>
    </Card>
  )
}
