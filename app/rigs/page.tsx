import type { Metadata } from 'next'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../session'
import { RigsPage } from './rigs-page.client'

export const metadata: Metadata = { title: 'Rigs' }

export default async function Rigs() {
  const session = await requireSession()
  return <RigsPage initial={runningServer().fleet.snapshot()} mayChange={session.role === 'owner'} />
}
