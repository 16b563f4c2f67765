'use client'

import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { isBarePage } from '../shell/navigation'

const ASKED_EVERY_MS = 2_000

/** How many mails the demo has received; undefined where this is no demo. */
const MailCount = createContext<number | undefined>(undefined)

export const INBOX = '/demo/inbox'

/** Knows whether this is the demo, and there counts the mails in its inbox. */
export function DemoProvider({ mails, children }: { mails: number | undefined; children: ReactNode }) {
  const [count, setCount] = useState(mails)
  const isSignedIn = !isBarePage(usePathname())
  const isAsked = mails !== undefined && isSignedIn

  useEffect(() => {
    if (!isAsked) return
    const ask = async () => {
      if (document.hidden) return
      const answer = await fetch(`${INBOX}/count`).catch(() => undefined)
      const told: unknown = answer?.ok ? await answer.json().catch(() => undefined) : undefined
      if (typeof told === 'object' && told !== null && 'count' in told) setCount(Number(told.count))
    }
    const timer = setInterval(ask, ASKED_EVERY_MS)
    void ask()
    return () => clearInterval(timer)
  }, [isAsked])

  return <MailCount value={count}>{children}</MailCount>
}

export function useDemoMails(): number | undefined {
  return use(MailCount)
}
