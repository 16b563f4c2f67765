/**
 * What the browser keeps running for us while no page is open: shows a pushed message, and opens its incident when it is
 * pressed. It keeps nothing for use without the server: figures that are not live would only look as if they were.
 *
 * A message is JSON: `{ title, body, url?, tag?, severity? }`. Messages of one incident carry one `tag`, so that the
 * newer replaces the older. Only addresses of this installation are opened.
 */
export const WORKER_SCRIPT = `'use strict'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

function read(data) {
  try {
    const message = data ? data.json() : {}
    return typeof message === 'object' && message !== null ? message : {}
  } catch {
    return { body: data.text() }
  }
}

function ownPath(url) {
  try {
    const target = new URL(url || '/alerts', self.location.origin)
    return target.origin === self.location.origin ? target.href : self.location.origin + '/alerts'
  } catch {
    return self.location.origin + '/alerts'
  }
}

self.addEventListener('push', (event) => {
  const message = read(event.data)
  const body = message.body || (Array.isArray(message.lines) ? message.lines.join('\\n') : '')
  event.waitUntil(
    self.registration.showNotification(message.title || 'Davylamp', {
      body,
      tag: message.tag,
      renotify: Boolean(message.tag),
      requireInteraction: message.severity === 'critical',
      icon: '/icon-192.png',
      badge: '/badge.png',
      data: { url: ownPath(message.url) },
    }),
  )
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = ownPath(event.notification.data && event.notification.data.url)
  event.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then(async (windows) => {
      for (const open of windows) {
        try {
          const moved = await open.navigate(url)
          return await (moved || open).focus()
        } catch {
          // A window that this worker does not control cannot be led: the next one, or a new one.
        }
      }
      return self.clients.openWindow(url)
    }),
  )
})
`
