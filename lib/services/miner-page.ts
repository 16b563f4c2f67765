import { isIPv6 } from 'node:net'
import type { RigSettings } from './fleet-settings.ts'

/** Machines whose firmware serves a page at their address. */
const WITH_A_PAGE = new Set([
  'antminer',
  'whatsminer',
  'avalon',
  'braiins',
  'luxos',
  'vnish',
  'epic',
  'auradine',
  'sealminer',
  'elphapex',
  'goldshell',
  'innosilicon',
  'iceriver',
  'apollo',
  'jasminer',
  'proto',
  'bitaxe',
])

/** The page that a machine itself serves, as far as is known and as a browser elsewhere could reach it. */
export function minerPageUrl(
  settings: Pick<RigSettings, 'address'>,
  minerName: string | undefined,
): string | undefined {
  const { address } = settings
  if (!address || !minerName || !WITH_A_PAGE.has(minerName)) return undefined
  const text = isIPv6(address) ? `[${address}]` : address
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(withScheme)) return undefined
  const { protocol, hostname, host } = new URL(withScheme)
  if (/^(localhost|127\.|\[::1\])/.test(hostname)) return undefined
  // The port of the miner's interface (tcp://host:4028) is not its page's; that of an HTTP address is.
  return protocol === 'http:' && /^http:/i.test(text) ? `http://${host}/` : `http://${hostname}/`
}
