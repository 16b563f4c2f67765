import { formatDuration } from '#lib/domain/format'
import type { TelegramButton } from '#lib/notify/telegram'
import { acknowledgeIncidents } from '#lib/services/alerts/acknowledge-incidents'
import { snoozeIncidents } from '#lib/services/alerts/snooze-incidents'
import type { ChangeBus } from '#lib/services/change-bus'
import type { NotifyContext } from './notify-context.ts'

/**
 * Does what a button under a message asks for, in the name of `by`, and tells the pages. Answers with words for who
 * pressed it: pressed twice, or too late, it says so.
 */
export async function pressButton(
  { database, publish }: Pick<NotifyContext, 'database'> & Pick<ChangeBus, 'publish'>,
  { deed, incidentId, forMs }: TelegramButton,
  by: string,
  nowMs = Date.now(),
): Promise<string> {
  const saved =
    deed === 'acknowledge'
      ? await acknowledgeIncidents({ database }, [incidentId], by, nowMs)
      : await snoozeIncidents({ database }, [incidentId], nowMs + forMs, by, nowMs)
  if (!saved.ok) return `${Object.values(saved.problems).join('. ')}.`
  publish(saved.changes)
  return deed === 'acknowledge' ? 'Acknowledged.' : `Snoozed for ${formatDuration(forMs)}.`
}
