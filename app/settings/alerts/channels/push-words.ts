/** What this browser can do about messages, and why it cannot. */
export type PushState = 'unknown' | 'insecure' | 'unsupported' | 'denied' | 'off' | 'on'

/** Why a browser cannot be told, in the order in which somebody would have to put it right; undefined where it can. */
export function pushObstacle(browser: {
  isSecure: boolean
  hasWorker: boolean
  hasPush: boolean
  permission: string | undefined
}): Extract<PushState, 'insecure' | 'unsupported' | 'denied'> | undefined {
  if (!browser.isSecure) return 'insecure'
  if (!browser.hasWorker || !browser.hasPush || browser.permission === undefined) return 'unsupported'
  return browser.permission === 'denied' ? 'denied' : undefined
}

export const PUSH_WORDS: Record<PushState, string> = {
  unknown: '',
  insecure:
    'Browsers take messages over HTTPS only, and this page came without. Put Davylamp behind a reverse proxy with a certificate, and open it at its https:// address.',
  unsupported:
    'This browser takes no messages. On an iPhone or iPad, put Davylamp on the home screen first (Share, Add to Home Screen) and open it from there.',
  denied:
    'You said no to messages from this site once, and the browser keeps to it. Allow notifications in the site’s settings (the icon beside the address), then reload.',
  off: 'A message on this device when something fires, even while the page is closed. Tapping it opens the incident.',
  on: 'This device is told when something fires, and when it is over.',
}

/** A VAPID public key, as the browser wants it: the bytes of its base64url. */
export function keyBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/')
  const text = atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='))
  const bytes = new Uint8Array(new ArrayBuffer(text.length))
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}
