import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Door } from '../door/door'
import { currentSession } from '../session'
import { ownPath } from './own-path'
import { SignInForm } from './sign-in-form.client'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignIn({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = ownPath((await searchParams).next)
  if (await currentSession()) redirect(next)
  return (
    <Door title="Sign in">
      <SignInForm next={next} />
    </Door>
  )
}
