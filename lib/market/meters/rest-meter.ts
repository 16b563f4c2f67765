import { fetchJson } from '../fetch-json.ts'
import { type SampleResult, sampleOf } from './meter-sample.ts'
import type { RestMeter } from './meter-settings.ts'

/**
 * Asks a meter over HTTP, in the local network as well, since meters stand there. With a user the secret is sent as a
 * password (RFC 7617), without one as a bearer token (RFC 6750). Redirects are refused, so that it goes nowhere else.
 */
export async function readRestMeter(settings: RestMeter, nowMs: number): Promise<SampleResult> {
  const authorization = authorizationOf(settings)
  const fetched = await fetchJson(settings.address, 5_000, authorization ? { headers: { authorization } } : {})
  return fetched.ok ? sampleOf(fetched.body, settings, nowMs) : fetched
}

function authorizationOf({ user, secret }: Pick<RestMeter, 'user' | 'secret'>): string | undefined {
  if (user) return `Basic ${Buffer.from(`${user}:${secret ?? ''}`).toString('base64')}`
  return secret ? `Bearer ${secret}` : undefined
}
