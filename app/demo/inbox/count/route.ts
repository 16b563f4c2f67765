import { NextResponse } from 'next/server'
import { runningServer } from '#lib/services/running-server'
import { currentSession } from '../../../session'

/** How many mails have arrived, for the sidebar; nowhere but in the demo. */
export async function GET() {
  if (!(await currentSession())) return NextResponse.json({ error: { code: 'unauthorized' } }, { status: 401 })
  const { demoInbox } = runningServer()
  if (!demoInbox) return NextResponse.json({ error: { code: 'not-found' } }, { status: 404 })
  const count = demoInbox.mails()[0]?.id ?? 0
  return NextResponse.json({ count }, { headers: { 'cache-control': 'no-store' } })
}
