import type { Rows } from './rows.ts'
import { storedJson } from './stored-json.ts'

/** Where every rule stands with every subject it has something to remember of; `state` is what was saved. */
export async function listAlertStates(
  rows: Rows,
): Promise<{ ruleId: number; subject: string; state: unknown; incidentId?: number }[]> {
  const found = await rows.alertState.findMany()
  return found.map(({ ruleId, subject, state, incidentId }) => ({
    ruleId,
    subject,
    state: storedJson(state),
    ...(incidentId === null ? {} : { incidentId }),
  }))
}
