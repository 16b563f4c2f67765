import type { Metadata } from 'next'
import { EmptyState } from './ui/empty-state'
import { LinkButton } from './ui/link-button'

export const metadata: Metadata = { title: 'Not allowed' }

export default function Forbidden() {
  return (
    <EmptyState
      alone
      title="Only the owner may do this"
      action={
        <LinkButton href="/" strong>
          Go to the fleet
        </LinkButton>
      }
    >
      You are signed in as a viewer: you see everything and change nothing. Ask the owner of this installation.
    </EmptyState>
  )
}
