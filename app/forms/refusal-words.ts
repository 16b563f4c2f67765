const NOT_OWNER =
  'Only the owner may change this, and you are signed in as a viewer. Ask the owner of this installation.'

/**
 * What a rejected server action is to be told as; undefined where the router follows it by itself (a redirect). Next.js
 * names what happened in the error's digest: its words do not leave the server.
 */
export function refusalWords(error: unknown, noAnswer: string): string | undefined {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : ''
  if (digest.startsWith('NEXT_REDIRECT')) return undefined
  return digest === 'NEXT_HTTP_ERROR_FALLBACK;403' ? NOT_OWNER : noAnswer
}
