import { IconServer2 } from '@tabler/icons-react'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'

/** The fleet before its first rig. */
export function NoRigsYet({ mayChange }: { mayChange: boolean }) {
  return (
    <Card>
      <EmptyState
        title="No rigs yet"
        icon={<IconServer2 size={32} stroke={1.4} aria-hidden="true" />}
        action={
          mayChange ? (
            <LinkButton href="/add-rig" strong>
              Add rig
            </LinkButton>
          ) : undefined
        }
      >
        Your rigs will stand here, live: hash rate, heat, power and what they earn. Adding the first takes one command
        on the rig, or only its address.
      </EmptyState>
    </Card>
  )
}
