import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './theme/tokens.css'
import './theme/base.css'
import './theme/mantine.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { runningServer } from '#lib/services/running-server'
import { DemoProvider } from './demo/demo.client'
import { Shell } from './shell/shell.client'
import { Providers } from './theme/providers.client'

export const metadata: Metadata = {
  title: { default: 'Davylamp', template: '%s · Davylamp' },
  description: 'Every rig live, in hash rate, heat and money.',
  applicationName: 'Davylamp',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0e1013' },
    { media: '(prefers-color-scheme: light)', color: '#f6f6f4' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const { demoInbox } = runningServer()
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Providers serverAtMs={Date.now()}>
          <DemoProvider mails={demoInbox && (demoInbox.mails()[0]?.id ?? 0)}>
            <Shell>{children}</Shell>
          </DemoProvider>
        </Providers>
      </body>
    </html>
  )
}
