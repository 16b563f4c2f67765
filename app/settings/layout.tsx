import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Note } from '../forms/note'
import { requireSession } from '../session'
import { PageHeader } from '../shell/page-header'
import classes from './settings.module.css'
import { SettingsTabs } from './settings-tabs.client'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await requireSession()
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      <div className={classes.page}>
        {role === 'owner' ? null : <Note>You see everything here. Only the owner changes it.</Note>}
        {children}
      </div>
    </>
  )
}
