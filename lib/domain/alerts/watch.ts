import type { Look } from '#lib/domain/alerts/look'
import type { RuleSettings } from '#lib/domain/alerts/rule'
import type { RigFacts } from '#lib/domain/alerts/rule-facts'
import type { RuleState } from '#lib/domain/alerts/rule-state'
import type { Reading } from '#lib/domain/reading'

/** A rig that told something, and is not offline. */
export type SeenRig = RigFacts & { reading: Reading }

/** Looks at a rig that was seen lately; the look is good until the next one. */
export type RigWatch = (facts: SeenRig, settings: RuleSettings, state: RuleState | undefined, nowMs: number) => Look
