import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { inspectOneTimeLink } from '#lib/services/auth/one-time-links'
import { runningServer } from '#lib/services/running-server'
import { Door } from '../../door/door'
import { LinkButton } from '../../ui/link-button'
import { EnterForm } from './enter-form.client'
import { OwnerForm } from './owner-form.client'
import { ResetForm } from './reset-form.client'

export const metadata: Metadata = { title: 'One-time link' }

/** Opening the page spends nothing: link previews and prefetches open pages, too. Sending its form does. */
export default async function OneTimeLink({ params }: { params: Promise<{ secret: string }> }) {
  await headers()
  const { secret } = await params
  const purpose = await inspectOneTimeLink(runningServer().database, secret)
  if (purpose === 'owner') {
    return (
      <Door title="Make this Davylamp yours" lead="You become its owner. Nobody else can sign up afterwards.">
        <OwnerForm secret={secret} />
      </Door>
    )
  }
  if (purpose === 'sign-in') {
    return (
      <Door title="Signing you in" lead="This link works once.">
        <EnterForm secret={secret} />
      </Door>
    )
  }
  if (purpose === 'reset') {
    return (
      <Door title="Choose a new password" lead="You are signed out everywhere else when it is set.">
        <ResetForm secret={secret} />
      </Door>
    )
  }
  return (
    <Door
      title="This link does not work any more"
      lead="It was used before, or its time is over. Who runs this server can make another: a restart prints one while there is no owner."
    >
      <LinkButton href="/sign-in" strong>
        Go to sign in
      </LinkButton>
    </Door>
  )
}
