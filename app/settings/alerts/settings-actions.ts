'use server'

import { readAlertSettings, saveAlertSettings } from '#lib/services/alerts/alert-settings'
import { runningServer } from '#lib/services/running-server'
import type { AlertSettings } from '#lib/wire/alerts'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { requireOwner } from '../../session'

/** Changes some of the settings of alerting; the others stay. `null` takes one away. */
export async function changeAlertSettings(
  part: Partial<Omit<AlertSettings, 'quietHours'>> & { quietHours?: AlertSettings['quietHours'] | null },
): Promise<ActionResult> {
  await requireOwner()
  const { database } = runningServer()
  const { quietHours, ...rest } = { ...(await readAlertSettings(database)), ...part }
  return followSaved(await saveAlertSettings(database, { ...rest, ...(quietHours ? { quietHours } : {}) }))
}
