'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useConnection } from '../live/use-live.client'
import { MoneyDrawer } from '../money/money-drawer.client'
import { BottomBar } from './bottom-bar.client'
import { isBarePage } from './navigation'
import { Search } from './search.client'
import classes from './shell.module.css'
import { Sidebar } from './sidebar.client'

/** What stands around every page of somebody who is signed in: sidebar, search, and on a phone the bar below. */
export function Shell({ children }: { children: ReactNode }) {
  const path = usePathname()
  const connection = useConnection()
  if (isBarePage(path)) return <main id="content">{children}</main>
  return (
    <MoneyDrawer>
      <a href="#content" className="skip-link">
        Skip to content
      </a>
      <div className={classes.shell}>
        <Sidebar />
        <main id="content" tabIndex={-1} className={classes.main} data-stale={connection.phase === 'lost'}>
          {children}
        </main>
        <BottomBar />
      </div>
      <Search />
    </MoneyDrawer>
  )
}
