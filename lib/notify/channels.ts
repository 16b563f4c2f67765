import { apprise } from './apprise.ts'
import { asChannel, type Channel, type ChannelKind } from './channel.ts'
import { discord } from './discord.ts'
import { email } from './email.ts'
import { ntfy } from './ntfy.ts'
import { slack } from './slack.ts'
import { telegram } from './telegram.ts'
import { webPushChannel } from './web-push.ts'
import { webhook } from './webhook.ts'

/** Every service that carries messages: a new one is a file and a line here. */
export const channels: Record<ChannelKind, Channel> = {
  email: asChannel(email),
  telegram: asChannel(telegram),
  discord: asChannel(discord),
  slack: asChannel(slack),
  ntfy: asChannel(ntfy),
  'web-push': asChannel(webPushChannel),
  webhook: asChannel(webhook),
  apprise: asChannel(apprise),
}
