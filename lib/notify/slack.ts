import { z } from 'zod'
import type { ChannelService, SendResult } from './channel.ts'
import { atMost, judge } from './http-answer.ts'
import { type Notification, plainText } from './notification.ts'
import { allowPrivate, hostOf, webAddress } from './web-address.ts'

const settings = z.object({
  /** The address is the secret: whoever has it may post. */
  url: webAddress,
  allowPrivate,
})

const colors = { critical: '#e03131', warning: '#f08c00', info: '#1c7ed6', over: '#2f9e44' }

/**
 * Slack's incoming webhooks (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks): 200 `ok`, or a
 * word in plain text (`no_service`, `invalid_payload`). Mattermost and Rocket.Chat take the same.
 */
export const slack: ChannelService<z.output<typeof settings>> = {
  kind: 'slack',
  label: 'Slack',
  settings,
  secretFields: ['url'],
  describe: ({ url }) => hostOf(url),
  addresses: ({ url }) => [url],
  async send({ url, allowPrivate: mayBePrivate }, notification, { fetch, nowMs }): Promise<SendResult> {
    const answer = await fetch({
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(messageOf(notification)),
      allowPrivate: mayBePrivate,
    })
    return judge(answer, nowMs)
  },
}

function messageOf(notification: Notification) {
  const { kind, severity, title, url } = notification
  const text = escapeSlack(title)
  return {
    text,
    attachments: [
      {
        color: kind === 'resolved' || kind === 'good-news' ? colors.over : colors[severity],
        fallback: text,
        text: atMost(3000, escapeSlack(plainText({ ...notification, url: undefined }))),
        ...(url ? { title: 'Open in Davylamp', title_link: url } : {}),
      },
    ],
  }
}

// The three characters that Slack's formatting asks to escape; without `<`, nobody can be mentioned either.
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
