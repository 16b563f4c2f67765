import type { z } from 'zod'
import type { GuardedFetch } from './guarded-fetch.ts'
import type { Notification } from './notification.ts'

export const channelKinds = ['email', 'telegram', 'discord', 'slack', 'ntfy', 'web-push', 'webhook', 'apprise'] as const

export type ChannelKind = (typeof channelKinds)[number]

/**
 * What came of a sending. `answer` is the service's own words, or why it could not be asked. `retry` says whether
 * trying again can help; `retryAfterMs` is how long the service asked us to wait, and holds for the whole channel.
 * `settings` are those that the service told us to change (a Telegram group that moved).
 */
export type SendResult =
  | { ok: true; answer: string; providerId?: string; settings?: Record<string, string> }
  | { ok: false; answer: string; retry: boolean; retryAfterMs?: number }

/** A browser that asked to be told, and the keys to encrypt for it, in base64url. */
export type PushTarget = { endpoint: string; p256dh: string; auth: string }

/** Web push alone: who listens, our keys, and what to do about those who are gone. */
export type PushTools = {
  targets: PushTarget[]
  keys: { publicKey: string; privateKey: string }
  /** An `https:` or `mailto:` address for the push service's operators. */
  contact: string
  forget(endpoint: string): Promise<void>
}

/** What a channel needs of the world around it. */
export type SendTools = { fetch: GuardedFetch; nowMs: number; push?: PushTools }

/** A service that carries messages. Settings named in `secretFields` are kept apart, encrypted, and never given back. */
export type ChannelService<Settings extends object> = {
  kind: ChannelKind
  label: string
  settings: z.ZodType<Settings>
  secretFields: readonly (keyof Settings & string)[]
  /** Where messages go, for a list: without anything secret. */
  describe(settings: Settings): string
  /** The addresses that are asked, to be checked when they are saved; e-mail and browsers have none. */
  addresses(settings: Settings): string[]
  send(settings: Settings, notification: Notification, tools: SendTools): Promise<SendResult>
}

export type CheckedSettings<Settings> = { ok: true; settings: Settings } | { ok: false; error: z.ZodError }

/** A service with its settings' type hidden behind its own check: what a list of different services is made of. */
export type Channel = {
  kind: ChannelKind
  label: string
  secretFields: readonly string[]
  check(settings: unknown): CheckedSettings<Record<string, unknown>>
  /** These three throw for settings that `check` refuses: what is stored was checked. */
  describe(settings: unknown): string
  addresses(settings: unknown): string[]
  send(settings: unknown, notification: Notification, tools: SendTools): Promise<SendResult>
}

export function asChannel<Settings extends object>(service: ChannelService<Settings>): Channel {
  const { kind, label, secretFields } = service
  return {
    kind,
    label,
    secretFields,
    check(settings) {
      const parsed = service.settings.safeParse(settings)
      return parsed.success
        ? { ok: true, settings: Object.fromEntries(Object.entries(parsed.data)) }
        : { ok: false, error: parsed.error }
    },
    describe: (settings) => service.describe(service.settings.parse(settings)),
    addresses: (settings) => service.addresses(service.settings.parse(settings)),
    send: (settings, notification, tools) => service.send(service.settings.parse(settings), notification, tools),
  }
}
