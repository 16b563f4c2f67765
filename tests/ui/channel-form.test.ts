import { expect, test } from 'vitest'
import { channelKinds } from '#lib/notify/channel'
import { channels } from '#lib/notify/channels'
import type { ChannelRow } from '#lib/wire/alerts'
import { channelDraft, newChannel, sentChannel } from '../../app/settings/alerts/channels/channel-draft'
import { CHANNEL_KIND_NAMES, CHANNEL_KINDS } from '../../app/settings/alerts/channels/channel-kinds'
import { keyBytes, pushObstacle } from '../../app/settings/alerts/channels/push-words'

const NONE: ReadonlySet<string> = new Set()

const row: ChannelRow = {
  id: 3,
  name: 'Mail',
  kind: 'email',
  enabled: true,
  settings: {
    host: 'smtp.example.org',
    port: 465,
    from: 'a@example.org',
    to: 'b@example.org',
    user: 'ada',
    anyCertificate: true,
  },
  secretsSet: ['password'],
  leastSeverity: 'critical',
  scope: { siteIds: [1] },
  goodNews: true,
  createdAtMs: 0,
}

test('every kind of channel has a form, and every secret of it is written in one that does not show it', () => {
  expect([...CHANNEL_KIND_NAMES].sort()).toEqual([...channelKinds].sort())
  for (const kind of channelKinds) {
    const hidden = CHANNEL_KINDS[kind].fields
      .filter(({ input }) => input === 'secret' || input === 'long-secret')
      .map(({ name }) => name)
    expect(hidden.sort()).toEqual([...channels[kind].secretFields].sort())
  }
})

test('a channel opened and saved unchanged keeps its settings, and says nothing of its secrets', () => {
  const sent = sentChannel(channelDraft(row), NONE)
  expect(sent).toMatchObject({ id: 3, leastSeverity: 'critical', scope: { siteIds: [1] }, goodNews: true })
  expect(sent.settings).toMatchObject({ host: 'smtp.example.org', port: '465', user: 'ada', anyCertificate: true })
  expect(sent.settings).not.toHaveProperty('password')
})

test('a secret that is typed is sent, one that is to be forgotten is taken away', () => {
  const draft = channelDraft(row)
  expect(sentChannel({ ...draft, settings: { ...draft.settings, password: 'new' } }, NONE).settings.password).toBe(
    'new',
  )
  expect(sentChannel(draft, new Set(['password'])).settings.password).toBeNull()
})

test('a new channel begins with what is usual for its kind', () => {
  expect(newChannel('ntfy').settings).toMatchObject({ url: 'https://ntfy.sh', topic: '', allowPrivate: false })
})

test.each([
  [{ isSecure: false, hasWorker: false, hasPush: true, permission: 'default' }, 'insecure'],
  [{ isSecure: true, hasWorker: true, hasPush: false, permission: 'default' }, 'unsupported'],
  [{ isSecure: true, hasWorker: true, hasPush: true, permission: undefined }, 'unsupported'],
  [{ isSecure: true, hasWorker: true, hasPush: true, permission: 'denied' }, 'denied'],
  [{ isSecure: true, hasWorker: true, hasPush: true, permission: 'default' }, undefined],
])('a browser like %j is kept from messages by: %s', (browser, obstacle) => {
  expect(pushObstacle(browser)).toBe(obstacle)
})

test('the public key is read as base64url', () => {
  expect([...keyBytes('-_8A')]).toEqual([251, 255, 0])
  expect([...keyBytes('_w')]).toEqual([255])
})
