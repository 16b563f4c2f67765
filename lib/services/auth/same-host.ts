import type { Config } from '#lib/config'

export type HostConfig = Pick<Config, 'publicUrl' | 'trustProxy'>

/** The host and port that the browser asked for; the proxy's word counts only where one is trusted. */
export function requestHost(config: HostConfig, headers: Headers): string | undefined {
  const forwarded = config.trustProxy ? headers.get('x-forwarded-host') : null
  return forwarded?.split(',')[0]?.trim() || headers.get('host') || undefined
}

/** The browser reached us over TLS: a trusted proxy says so, or it asked for the public address, which is https. */
export function isSecureRequest(config: HostConfig, headers: Headers): boolean {
  if (config.trustProxy && headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https') return true
  if (config.publicUrl === undefined) return false
  const url = new URL(config.publicUrl)
  return url.protocol === 'https:' && url.host === requestHost(config, headers)
}

/** Origins a page may have that talks to us: the host it asked for, and the public address. */
export function trustedOrigins(config: HostConfig, headers: Headers): string[] {
  const host = requestHost(config, headers)
  return [
    ...(host === undefined ? [] : [`http://${host}`, `https://${host}`]),
    ...(config.publicUrl === undefined ? [] : [config.publicUrl]),
  ]
}

/** False where a browser says that another site's page asks. A request without Origin is no browser's cross-site one. */
export function isTrustedOrigin(config: HostConfig, headers: Headers): boolean {
  const origin = headers.get('origin')
  return origin === null || trustedOrigins(config, headers).includes(origin)
}

/** Set-Cookie lines for this request's browser: over TLS they get `Secure`, in a plain LAN they work without. */
export function secureCookies(config: HostConfig, headers: Headers, setCookies: string[]): string[] {
  if (!isSecureRequest(config, headers)) return setCookies
  return setCookies.map((cookie) => (/;\s*secure/i.test(cookie) ? cookie : `${cookie}; Secure`))
}
