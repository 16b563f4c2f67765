/** The pages of the sidebar, in order. */
export const PAGES = [
  { href: '/', name: 'Fleet', icon: 'fleet' },
  { href: '/rigs', name: 'Rigs', icon: 'rigs' },
  { href: '/alerts', name: 'Alerts', icon: 'alerts' },
  { href: '/earnings', name: 'Earnings', icon: 'earnings' },
  { href: '/planner', name: 'Planner', icon: 'planner' },
  { href: '/settings', name: 'Settings', icon: 'settings' },
] as const

export type PageIcon = (typeof PAGES)[number]['icon']

/** Those within the thumb's reach on a phone; the others stand under More. */
export const BOTTOM_PAGES = PAGES.filter(({ href }) => href === '/' || href === '/alerts' || href === '/earnings')

/** Pages for people who are not in yet: they stand alone, without sidebar and search. */
const BARE_PAGES = ['/sign-in', '/link', '/welcome']

export function isBarePage(path: string): boolean {
  return BARE_PAGES.some((page) => path === page || path.startsWith(`${page}/`))
}

/** Whether `href` is the page, or the part of the app, that `path` belongs to. */
export function isCurrentPage(href: string, path: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
}
