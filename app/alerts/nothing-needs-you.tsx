import { IconBellCheck } from '@tabler/icons-react'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'

/** The best state of this page, and what would change it. */
export function NothingNeedsYou({ rigs }: { rigs: number }) {
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
      </EmptyState>
    </Card>
  )
}
