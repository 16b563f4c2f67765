import type { Metadata } from 'next'
import { EmptyState } from './ui/empty-state'
import { LinkButton } from './ui/link-button'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <EmptyState
      alone
      title="There is nothing here"
      action={
        <LinkButton href="/" strong>
          Go to the fleet
        </LinkButton>
      }
    >
      The address may be mistyped, or the rig was merged into another or removed.
    </EmptyState>
  )
}
