/** Set in a row whose end is missing, so that nobody takes what it still holds for the best that it told. */
export const CUT_OFF = 'cut off'

/** Whether any row of a parsed reply lacks its end. */
export function isCutOff(reply: unknown): boolean {
  if (typeof reply !== 'object' || reply === null) return false
  return CUT_OFF in reply || Object.values(reply).some(isCutOff)
}
