import { type NextRequest, NextResponse } from 'next/server'
import { securityHeaders } from './app/security-headers'

// Every page and route passes here first. This is the fence, not the lock: it sends people without a session cookie to
// sign in and sets security headers; whether a session or key is good, each page and route handler asks itself.

const SESSION_COOKIE = 'davylamp.session_token'

const PUBLIC_PATHS = [
  /^\/sign-in$/,
  /^\/link\/[\w-]+$/,
  /^\/agent\/[\w.-]+$/,
  /^\/api\/(auth\/.*|health)$/,
  /^\/(icon\.svg|favicon\.ico|apple-icon\.png|manifest\.webmanifest|robots\.txt|sw\.js)$/,
  /^\/(icon-(192|512|maskable-512)|badge)\.png$/,
]

export function proxy(request: NextRequest): NextResponse {
  const path = request.nextUrl.pathname
  const forPrograms = path.startsWith('/api/') || path === '/metrics'
  if (!isPublic(path) && !mayHaveAccess(request)) {
    return withHeaders(request, forPrograms ? unauthorized() : toSignIn(request))
  }
  if (forPrograms || path.startsWith('/agent/')) return withHeaders(request, NextResponse.next())

  const nonce = crypto.randomUUID().replaceAll('-', '')
  const policy = contentSecurityPolicy(request, nonce)
  const headers = new Headers(request.headers)
  // Next.js reads the nonce for its own scripts from this header; ours ask for `x-nonce`.
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return withHeaders(request, response)
}

export const config = { matcher: ['/((?!_next/static|_next/image|_next/hmr).*)'] }

function isPublic(path: string): boolean {
  return PUBLIC_PATHS.some((pattern) => pattern.test(path))
}

function mayHaveAccess(request: NextRequest): boolean {
  return request.cookies.has(SESSION_COOKIE) || request.headers.has('authorization')
}

function unauthorized(): NextResponse {
  const error = { code: 'unauthorized', message: 'Sign in, or send a key as "Authorization: Bearer <key>".' }
  return NextResponse.json({ error }, { status: 401, headers: { 'www-authenticate': 'Bearer realm="davylamp"' } })
}

function toSignIn(request: NextRequest): NextResponse {
  const target = request.nextUrl.clone()
  target.pathname = '/sign-in'
  target.search = ''
  const wanted = `${request.nextUrl.pathname}${request.nextUrl.search}`
  if (wanted !== '/') target.searchParams.set('next', wanted)
  return NextResponse.redirect(target)
}

function contentSecurityPolicy(request: NextRequest, nonce: string): string {
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? ''
  // Not every browser takes 'self' for websockets. A host that is no host must not end up in the header.
  const sockets = /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : ''
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Mantine and charts set style attributes, which a nonce cannot cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${sockets}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function withHeaders(request: NextRequest, response: NextResponse): NextResponse {
  for (const [name, value] of Object.entries(securityHeaders((header) => request.headers.get(header)))) {
    response.headers.set(name, value)
  }
  return response
}
