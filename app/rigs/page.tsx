import type { Metadata } from 'next'
import { runningServer } from '#lib/services/running-server'
import { STATE_FILTERS } from '../fleet/filter-rigs'
import { requireSession } from '../session'
import { RigsPage } from './rigs-page.client'

export const metadata: Metadata = { title: 'Rigs' }

type Props = { searchParams: Promise<{ state?: string | string[] }> }

export default async function Rigs({ searchParams }: Props) {
  const session = await requireSession()
  const { state } = await searchParams
  const wanted = STATE_FILTERS.find((filter) => filter.value === state)?.value
  return (
    <RigsPage initial={runningServer().fleet.snapshot()} mayChange={session.role === 'owner'} initialState={wanted} />
  )
}
