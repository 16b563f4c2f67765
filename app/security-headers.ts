/** Headers that every answer has, whoever gives it; `headerOf` reads the request's. */
export function securityHeaders(headerOf: (name: string) => string | null | undefined): { [name: string]: string } {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(isSecure(headerOf) ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

// The server has removed what strangers put into x-forwarded-proto unless TRUST_PROXY is on.
function isSecure(headerOf: (name: string) => string | null | undefined): boolean {
  if (headerOf('x-forwarded-proto') === 'https') return true
  const publicUrl = process.env.DAVYLAMP_PUBLIC_URL
  return publicUrl?.startsWith('https://') === true && new URL(publicUrl).host === headerOf('host')
}
