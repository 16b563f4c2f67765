/**
 * Readings are kept by (slot, rig, moment). Within a slot a rig's readings lie together, so that a rig's day is 288 short
 * seeks; and only the slot that is being written grows, so that inserting stays near the end of the table.
 */
export const SLOT_MS = 5 * 60_000

export function slotOf(atMs: number): number {
  return Math.floor(atMs / SLOT_MS) * SLOT_MS
}
