import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { firstRunIsPending } from '#lib/services/first-run'
import { listCurrencies } from '#lib/services/list-currencies'
import { runningServer } from '#lib/services/running-server'
import { Door } from '../door/door'
import { currentSession } from '../session'
import { WelcomeForm } from './welcome-form.client'

export const metadata: Metadata = { title: 'Welcome' }

/** The first run: what money needs before the first reading comes. */
export default async function Welcome() {
  const session = await currentSession()
  if (!session) redirect('/sign-in')
  if (session.role !== 'owner' || !(await firstRunIsPending(runningServer().database))) redirect('/')
  return (
    <Door
      wide
      title={`Welcome, ${session.name}`}
      lead="Four answers, so that every amount is right from the first minute. All of them can be changed later."
    >
      <WelcomeForm currencies={listCurrencies()} />
    </Door>
  )
}
