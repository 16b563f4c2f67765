import type { ChannelKindName } from '#lib/wire/alerts'

/** A field of a channel's form. A `secret` is never shown again: left empty it stays what it was. */
export type ChannelField = {
  name: string
  label: string
  description?: string
  placeholder?: string
} & (
  | { input: 'text' | 'secret' | 'long' | 'long-secret'; initial?: string }
  | { input: 'switch'; initial?: boolean }
  | { input: 'select'; options: readonly { value: string; label: string }[]; initial: string }
)

export type ChannelKindFacts = { label: string; describes: string; fields: readonly ChannelField[] }

const PRIVATE: ChannelField = {
  name: 'allowPrivate',
  label: 'It stands in my own network',
  description: 'Addresses of private networks are refused otherwise, so that nobody can reach into yours through here.',
  input: 'switch',
}

/** How each kind of channel is described and asked for. */
export const CHANNEL_KINDS: Readonly<Record<ChannelKindName, ChannelKindFacts>> = {
  email: {
    label: 'E-mail',
    describes: 'Through any mail server that takes your mail.',
    fields: [
      {
        name: 'to',
        label: 'To',
        input: 'text',
        placeholder: 'you@example.org',
        description: 'Several with commas between.',
      },
      { name: 'from', label: 'From', input: 'text', placeholder: 'davylamp@example.org' },
      { name: 'host', label: 'Mail server', input: 'text', placeholder: 'smtp.example.org' },
      { name: 'port', label: 'Port', input: 'text', initial: '587' },
      { name: 'user', label: 'User', input: 'text', description: 'Left open where the server asks for none.' },
      { name: 'password', label: 'Password', input: 'secret' },
      {
        name: 'security',
        label: 'Encryption',
        input: 'select',
        initial: 'auto',
        options: [
          { value: 'auto', label: 'As the server offers it' },
          { value: 'tls', label: 'TLS from the first byte (465)' },
          { value: 'starttls', label: 'STARTTLS, or not at all' },
          { value: 'plain', label: 'None' },
        ],
      },
      {
        name: 'anyCertificate',
        label: 'Take any certificate',
        description: 'For a server at home with a certificate of its own making.',
        input: 'switch',
      },
    ],
  },
  telegram: {
    label: 'Telegram',
    describes: 'A chat or group, with buttons to acknowledge and snooze.',
    fields: [
      {
        name: 'token',
        label: 'Token of the bot',
        input: 'secret',
        placeholder: '123456789:AAF…',
        description: 'Write /newbot to @BotFather, and it gives you one.',
      },
      {
        name: 'chatId',
        label: 'Chat',
        input: 'text',
        placeholder: '-1001234567890',
        description: 'Its number, or @channelname. The bot must be in it, or you must have written to it once.',
      },
      { name: 'threadId', label: 'Topic', input: 'text', description: 'Of a group with topics; open otherwise.' },
      {
        name: 'apiUrl',
        label: 'Bot API server',
        input: 'text',
        initial: 'https://api.telegram.org',
        description: 'Another one only if you run it yourself.',
      },
      PRIVATE,
    ],
  },
  discord: {
    label: 'Discord',
    describes: 'A channel of a server, by its webhook.',
    fields: [
      {
        name: 'url',
        label: 'Webhook address',
        input: 'secret',
        placeholder: 'https://discord.com/api/webhooks/…',
        description: 'In Discord: the channel’s settings, Integrations, Webhooks.',
      },
      PRIVATE,
    ],
  },
  slack: {
    label: 'Slack',
    describes: 'An incoming webhook; Mattermost and Rocket.Chat take the same.',
    fields: [
      { name: 'url', label: 'Webhook address', input: 'secret', placeholder: 'https://hooks.slack.com/services/…' },
      PRIVATE,
    ],
  },
  ntfy: {
    label: 'ntfy',
    describes: 'To the ntfy app, through ntfy.sh or a server of your own.',
    fields: [
      {
        name: 'topic',
        label: 'Topic',
        input: 'text',
        description: 'Whoever knows it can read along on a public server: choose one that nobody guesses.',
      },
      { name: 'url', label: 'Server', input: 'text', initial: 'https://ntfy.sh' },
      { name: 'token', label: 'Access token', input: 'secret', description: 'Where the topic is protected.' },
      PRIVATE,
    ],
  },
  'web-push': {
    label: 'Browser notifications',
    describes: 'To the browsers and phones that asked for it, even while the page is closed.',
    fields: [PRIVATE],
  },
  webhook: {
    label: 'Webhook',
    describes: 'JSON to an address of yours, signed if you like.',
    fields: [
      { name: 'url', label: 'Address', input: 'secret', placeholder: 'https://example.org/hook' },
      {
        name: 'secret',
        label: 'Secret to sign with',
        input: 'secret',
        description: 'At least 16 characters. The receiver checks x-davylamp-signature with it.',
      },
      PRIVATE,
    ],
  },
  apprise: {
    label: 'Apprise API',
    describes: 'One server of yours that speaks to a hundred services.',
    fields: [
      { name: 'url', label: 'Server', input: 'text', placeholder: 'http://apprise:8000' },
      { name: 'key', label: 'Key of a configuration', input: 'text', description: 'Or addresses below, not both.' },
      { name: 'tag', label: 'Tag', input: 'text' },
      { name: 'urls', label: 'Apprise addresses', input: 'long-secret', placeholder: 'pover://…' },
      PRIVATE,
    ],
  },
}

export const CHANNEL_KIND_NAMES: readonly ChannelKindName[] = [
  'email',
  'telegram',
  'discord',
  'slack',
  'ntfy',
  'web-push',
  'webhook',
  'apprise',
]
