'use client'

import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { ClockProvider } from '../live/clock.client'
import { cssVariablesResolver, theme } from './theme'

/** What every page stands in: colours, notices, questions, and the server's clock. */
export function Providers({ serverAtMs, children }: { serverAtMs: number; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <ClockProvider serverAtMs={serverAtMs}>
        <ModalsProvider>
          <Notifications position="bottom-right" />
          {children}
        </ModalsProvider>
      </ClockProvider>
    </MantineProvider>
  )
}
