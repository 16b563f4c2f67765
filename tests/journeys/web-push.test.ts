import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PushPayload } from '#lib/notify/web-push'
import { chromiumPath, openBrowser, openPage, pictureIfItFails, wordsOf } from './browser'
import { answerWelcome, becomeOwner } from './owner'
import { removeFolders, startServer, temporaryFolder } from './program'

const message: PushPayload = {
  id: 'incident/1/fired/1/1',
  kind: 'fired',
  severity: 'critical',
  title: 'Critical: gpu-rig-2: overheating',
  body: 'GPU 4 memory: 112 °C against 106 °C.\ngpu-rig-2 at Cellar.',
  tag: 'incident-1',
  url: '/alerts/1',
}

/**
 * The browser's half of web push. Chromium subscribes at Google's push service alone, which no test may need: the message
 * is handed to the browser by its own debugger instead, as its push service would (docs/notifications.md).
 */
describe.skipIf(!chromiumPath && process.env.CI !== 'true')('web push', () => {
  let browser: Browser
  let page: Page
  let server: Awaited<ReturnType<typeof startServer>>
  let debug: CDPSession
  let registrationId: string

  beforeAll(async () => {
    server = await startServer(temporaryFolder('web-push'), { DAVYLAMP_BUILT_IN_AGENT: 'off' })
    browser = await openBrowser()
    page = await openPage(browser)
    await page.context().grantPermissions(['notifications'], { origin: server.url })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.end()
    removeFolders()
  })

  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/')
      const notifications = (await registration?.getNotifications()) ?? []
      return notifications.map(({ title, body, tag, data }) => ({ title, body, tag, url: data?.url }))
    })

  const push = (data: string) =>
    debug.send('ServiceWorker.deliverPushMessage', { origin: server.url, registrationId, data })

  test('pressing the button registers the service worker, and says what the browser’s push service answered', async () => {
    pictureIfItFails(page)
    await becomeOwner(page, server)
    await answerWelcome(page)
    debug = await page.context().newCDPSession(page)
    const registered = new Promise<string>((resolve) => {
      debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${server.url}/` && !isDeleted)
        if (ours) resolve(ours.registrationId)
      })
    })
    await debug.send('ServiceWorker.enable')
    await page.goto(`${server.url}/settings/alerts/channels`)
    const device = page.getByRole('region', { name: 'This device' })
    await device.getByRole('button', { name: 'Tell me on this device' }).click()
    registrationId = await registered
    // In a browser without a way to Google's service, the reason stands where the button is.
    await expect.poll(() => wordsOf(device)).toMatch(/is told|The browser’s push service refused: \S+/)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  })

  test('a pushed message is shown with its words, and leads to its incident', async () => {
    await push(JSON.stringify(message))
    await expect
      .poll(shown)
      .toEqual([{ title: message.title, body: message.body, tag: message.tag, url: `${server.url}/alerts/1` }])
  })

  test('a later message of the same incident takes the place of the earlier one', async () => {
    const title = 'Resolved: gpu-rig-2: overheating'
    await push(JSON.stringify({ ...message, kind: 'resolved', title }))
    await expect.poll(async () => (await shown()).map((one) => one.title)).toEqual([title])
  })

  test('an address elsewhere is never opened, and a message that is none is shown as it is', async () => {
    await push(JSON.stringify({ ...message, tag: 'incident-2', url: 'https://elsewhere.example/alerts/2' }))
    await expect
      .poll(async () => (await shown()).find(({ tag }) => tag === 'incident-2')?.url)
      .toBe(`${server.url}/alerts`)
    await push('not JSON')
    await expect.poll(async () => (await shown()).map(({ body }) => body)).toContain('not JSON')
  })
})
