import type { TargetStatus } from '#lib/wire/agent-events'

/** As many as one message holds, those with a problem first. */
export function fittingStatus(targets: TargetStatus[], maximumBytes: number): TargetStatus[] {
  let left = maximumBytes
  return targets
    .toSorted((a, b) => Number(b.problem !== undefined) - Number(a.problem !== undefined))
    .filter((target) => {
      left -= Buffer.byteLength(JSON.stringify(target)) + 1
      return left >= 0
    })
}
