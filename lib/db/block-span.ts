/**
 * A block holds a rig's readings of three hours: enough for its columns to teach each other, and little enough that an
 * hour in its middle is read quickly.
 */
export const SPAN_MS = 3 * 3_600_000

export function spanOf(atMs: number): number {
  return Math.floor(atMs / SPAN_MS) * SPAN_MS
}
