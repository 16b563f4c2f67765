const SHORTEST_SECRET = 4

/**
 * A text without the secrets in it, however they were written there: as they are, percent-encoded, in base64 (as SMTP
 * sends passwords), and the last parts of a secret address' path.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf).filter((form) => form.length >= SHORTEST_SECRET)
  // Longest first: a part of a secret must not leave the rest of it standing.
  forms.sort((a, b) => b.length - a.length)
  return forms.reduce((clean, form) => clean.replaceAll(form, '•••'), text)
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64')
  return [secret, encodeURIComponent(secret), base64, base64.replace(/=+$/, ''), ...partsOfAddress(secret)]
}

function partsOfAddress(secret: string): string[] {
  if (!URL.canParse(secret)) return []
  const url = new URL(secret)
  const tokens = url.pathname.split('/').filter((part) => part.length >= 8)
  return [url.pathname + url.search, url.password, url.username, ...tokens, ...url.searchParams.values()].filter(
    (part) => part.length >= 8,
  )
}
