'use client'

import { Menu, useMantineColorScheme } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import {
  IconDots,
  IconLogout,
  IconMail,
  IconMoon,
  IconPlus,
  IconSearch,
  IconServer2,
  IconSettings,
  IconSun,
} from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { INBOX, useDemoMails } from '../demo/demo.client'
import { AlertsCount } from './alerts-count.client'
import { BOTTOM_PAGES, isCurrentPage } from './navigation'
import { PageIcon } from './page-icon'
import classes from './shell.module.css'
import { signOut } from './sign-out.client'

/** On a phone: the pages within the thumb's reach, everything else under More. */
export function BottomBar() {
  const path = usePathname()
  const { toggleColorScheme } = useMantineColorScheme()
  const isDemo = useDemoMails() !== undefined
  return (
    <nav className={classes.bottomBar} aria-label="Pages, at the bottom">
      {BOTTOM_PAGES.map((page) => (
        <Link
          key={page.href}
          href={page.href}
          className={classes.tab}
          aria-current={isCurrentPage(page.href, path) ? 'page' : undefined}
        >
          <PageIcon name={page.icon} size={20} />
          {page.name}
          {page.href === '/alerts' ? <AlertsCount /> : null}
        </Link>
      ))}
      <Menu position="top-end" width={224}>
        <Menu.Target>
          <button type="button" className={classes.tab}>
            <IconDots size={20} stroke={1.6} aria-hidden="true" />
            More
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} href="/rigs" leftSection={<IconServer2 size={16} />}>
            Rigs
          </Menu.Item>
          {isDemo ? (
            <Menu.Item component={Link} href={INBOX} leftSection={<IconMail size={16} />}>
              Demo inbox
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconSearch size={16} />} onClick={spotlight.open}>
            Search
          </Menu.Item>
          <Menu.Item component={Link} href="/add-rig" leftSection={<IconPlus size={16} />}>
            Add rig
          </Menu.Item>
          <Menu.Item component={Link} href="/settings" leftSection={<IconSettings size={16} />}>
            Settings
          </Menu.Item>
          <Menu.Item leftSection={<SchemeIcon />} onClick={toggleColorScheme}>
            Light or dark
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}

function SchemeIcon() {
  const { colorScheme } = useMantineColorScheme()
  return colorScheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />
}
