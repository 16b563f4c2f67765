import { runInNewContext } from 'node:vm'
import { beforeEach, expect, test } from 'vitest'
import { WORKER_SCRIPT } from '../../app/sw.js/worker-script'

type Shown = {
  title: string
  options: { body: string; tag?: string; requireInteraction: boolean; data: { url: string } }
}
type Handler = (event: object) => void

const origin = 'https://mine.example'
let handlers: Map<string, Handler>
let shown: Shown[]
let opened: string[]
let led: string[]
let windows: object[]

beforeEach(() => {
  handlers = new Map()
  shown = []
  opened = []
  led = []
  windows = []
  const self = {
    addEventListener: (kind: string, handler: Handler) => handlers.set(kind, handler),
    location: { origin },
    registration: {
      showNotification: async (title: string, options: Shown['options']) => shown.push({ title, options }),
    },
    clients: { matchAll: async () => windows, openWindow: async (url: string) => opened.push(url) },
  }
  runInNewContext(WORKER_SCRIPT, { self, URL })
})

async function happen(kind: string, event: object): Promise<void> {
  let done: Promise<unknown> = Promise.resolve()
  handlers.get(kind)?.({ ...event, waitUntil: (promise: Promise<unknown>) => (done = promise) })
  await done
}

function pushed(text: string) {
  return { data: { json: () => JSON.parse(text), text: () => text } }
}

test('a pushed message is shown with its words, and a critical one stays until it is seen', async () => {
  await happen(
    'push',
    pushed(
      JSON.stringify({ title: 'gpu-rig-2 too hot', body: '92 °C', url: '/alerts/7', tag: 'i7', severity: 'critical' }),
    ),
  )
  expect(shown).toMatchObject([
    { title: 'gpu-rig-2 too hot', options: { body: '92 °C', tag: 'i7', requireInteraction: true } },
  ])
})

test('a message that is no JSON is shown as it came', async () => {
  await happen('push', pushed('hello'))
  expect(shown).toMatchObject([{ title: 'Davylamp', options: { body: 'hello' } }])
})

test.each([
  ['/alerts/7', `${origin}/alerts/7`],
  [`${origin}/alerts/8`, `${origin}/alerts/8`],
  ['https://elsewhere.example/trap', `${origin}/alerts`],
  ['javascript:alert(1)', `${origin}/alerts`],
  [undefined, `${origin}/alerts`],
])('a message about %s opens %s', async (url, expected) => {
  await happen('push', pushed(JSON.stringify({ title: 'x', body: 'y', url })))
  const data = shown[0]?.options.data
  expect(data).toEqual({ url: expected })
  await happen('notificationclick', { notification: { data, close: () => {} } })
  expect(opened).toEqual([expected])
})

test('a page that is open is led to the incident instead of a second one', async () => {
  const open = {
    focus: async () => {},
    navigate: async (url: string) => {
      led.push(url)
      return open
    },
  }
  windows = [{ navigate: async () => Promise.reject(new Error('not controlled')) }, open]
  await happen('notificationclick', { notification: { data: { url: '/alerts/7' }, close: () => {} } })
  expect(led).toEqual([`${origin}/alerts/7`])
  expect(opened).toEqual([])
})
