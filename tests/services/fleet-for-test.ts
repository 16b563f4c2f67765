import { expect, onTestFinished } from 'vitest'
import { type FleetParts, LiveFleet } from '#lib/services/live-fleet'

/** The fleet in memory; whatever fails in its background fails the test, which ends once nothing goes on there. */
export async function openFleetForTest(parts: Omit<FleetParts, 'reportError'>, nowMs?: number): Promise<LiveFleet> {
  const problems: unknown[] = []
  const fleet = await LiveFleet.open({ ...parts, reportError: (problem) => problems.push(problem) }, nowMs)
  onTestFinished(async () => {
    await fleet.settled()
    expect(problems).toEqual([])
  })
  return fleet
}
