import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AlertSettingsTabs } from './alert-settings-tabs.client'

export const metadata: Metadata = { title: 'Alert rules' }

export default function AlertSettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <AlertSettingsTabs />
      {children}
    </>
  )
}
