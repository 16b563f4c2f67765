import { IconRoute } from '@tabler/icons-react'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'

/** What stands here while there is no rig to plan for. */
export function NothingToPlan() {
  return (
    <Card>
      <EmptyState
        title="No rig to plan for yet"
        icon={<IconRoute size={32} stroke={1.4} aria-hidden="true" />}
        action={<LinkButton href="/add-rig">Add rig</LinkButton>}
      >
        What your rigs would earn at other prices, difficulties and tariffs will stand here. Machines to buy can be
        compared already.
      </EmptyState>
    </Card>
  )
}
