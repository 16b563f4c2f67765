import { payerLabel } from '#lib/domain/payers'
import type { LiveFleet } from '../live-fleet.ts'
import { siteAt } from '../rig-places.ts'
import type { Alerting } from './alerting.ts'
import type { About } from './incident-book.ts'
import { subjectOf } from './subject-text.ts'

/** What an incident keeps of its subject: its name, site and agent as they are now. */
export function aboutSubject(text: string, fleet: LiveFleet, alerting: Alerting, nowMs: number): About {
  const subject = subjectOf(text)
  switch (subject.kind) {
    case 'rig': {
      const settings = fleet.rigSettings(subject.rigId)
      if (!settings) return { name: `Rig ${subject.rigId}`, rigId: subject.rigId }
      const siteId = siteAt(settings, fleet.sites, nowMs)?.id
      const { agentId } = settings
      return {
        name: settings.name,
        rigId: subject.rigId,
        ...(siteId === undefined ? {} : { siteId }),
        ...(agentId === undefined ? {} : { agentId }),
      }
    }
    case 'agent': {
      const { agentId } = subject
      const siteId = onlyOne(
        [...fleet.liveRigs()]
          .filter(({ settings }) => settings.agentId === agentId)
          .map(({ settings }) => siteAt(settings, fleet.sites, nowMs)?.id),
      )
      const name = fleet.agents.find(agentId)?.name ?? 'an agent'
      return { name, agentId, ...(siteId === undefined ? {} : { siteId }) }
    }
    case 'site': {
      const { siteId } = subject
      const agentId = onlyOne(
        [...fleet.liveRigs()]
          .filter(({ settings }) => siteAt(settings, fleet.sites, nowMs)?.id === siteId)
          .map(({ settings }) => settings.agentId),
      )
      const name = fleet.sites.get(siteId)?.name ?? `Site ${siteId}`
      return { name, siteId, ...(agentId === undefined ? {} : { agentId }) }
    }
    case 'coin':
      return { name: subject.coin }
    case 'channel':
      return { name: alerting.channels.find(({ id }) => id === subject.channelId)?.name ?? 'a channel' }
    case 'payer':
      return { name: `${subject.coin} from ${payerLabel(subject.payer)}` }
    case 'server':
      return { name: 'This server' }
  }
}

/** The one that all of them are; undefined where they are several, or not known. */
function onlyOne<Value>(values: (Value | undefined)[]): Value | undefined {
  const [first] = values
  return values.every((value) => value === first) ? first : undefined
}
