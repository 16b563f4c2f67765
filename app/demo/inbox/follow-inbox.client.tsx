'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useDemoMails } from '../demo.client'

/** Reads the page again when a mail has arrived since it was written. */
export function FollowInbox({ newest }: { newest: number }) {
  const router = useRouter()
  const mails = useDemoMails() ?? 0
  useEffect(() => {
    if (mails > newest) router.refresh()
  }, [mails, newest, router])
  return null
}
