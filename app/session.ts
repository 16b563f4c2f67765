import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies'
import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { readSession, type SignedIn } from '#lib/services/auth/read-session'
import { firstRunIsPending } from '#lib/services/first-run'
import { runningServer } from '#lib/services/running-server'

/** Who asks for this page; undefined when nobody is signed in. Asked once per request. */
export const currentSession = cache(async (): Promise<SignedIn | undefined> => {
  return readSession(runningServer().auth, await headers())
})

const firstRunWaits = cache((): Promise<boolean> => firstRunIsPending(runningServer().database))

/**
 * For pages that anybody who is signed in may see; others are sent to sign in. An owner who has not said yet in what
 * currency and at what tariff is asked that first.
 */
export async function requireSession(): Promise<SignedIn> {
  const session = await currentSession()
  if (!session) redirect('/sign-in')
  if (session.role === 'owner' && (await firstRunWaits())) redirect('/welcome')
  return session
}

/**
 * For what changes something. A viewer is answered 403: no control that a viewer sees leads here, but a page may have
 * been left open, or somebody tries. `forms/refusal-words.ts` says it in words, `forbidden.tsx` where a whole page asks.
 */
export async function requireOwner(): Promise<SignedIn> {
  const session = await currentSession()
  if (!session) redirect('/sign-in')
  if (session.role !== 'owner') forbidden()
  return session
}

/** Gives the browser the cookies a service made; only in server actions and route handlers. */
export async function keepCookies(setCookies: string[]): Promise<void> {
  const jar = await cookies()
  for (const line of setCookies) {
    for (const [name, attributes] of parseSetCookieHeader(line)) {
      jar.set(name, attributes.value, toCookieOptions(attributes))
    }
  }
}
