'use client'

import { notifications } from '@mantine/notifications'

/** Ends this browser's session and goes to the sign-in page; says so when the server did not answer. */
export async function signOut(): Promise<void> {
  try {
    const answer = await fetch('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
    location.assign('/sign-in')
  } catch (problem) {
    notifications.show({
      color: 'critical',
      title: 'Still signed in',
      message: `Signing out did not work: ${problem instanceof Error ? problem.message : 'no answer'}. Try again.`,
    })
  }
}
