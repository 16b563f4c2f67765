import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { requireSession } from '../session'
import { PageHeader } from '../shell/page-header'
import classes from './planner.module.css'
import { PlannerTabs } from './planner-tabs.client'

export const metadata: Metadata = { title: 'Planner' }

export default async function PlannerLayout({ children }: { children: ReactNode }) {
  await requireSession()
  return (
    <>
      <PageHeader title="Planner" beside="expected, from how rigs run and what rates are known" />
      <PlannerTabs />
      <div className={classes.page}>{children}</div>
    </>
  )
}
