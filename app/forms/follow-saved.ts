import { recomputePast } from '#lib/services/recompute-past'
import { runningServer } from '#lib/services/running-server'
import type { Refused, Saved } from '#lib/services/saved'

/**
 * Tells what a service changed and answers with what a browser is to know (`tell` picks more of the result). The past
 * that it alters is made anew in the background: years of hours are no reason to let somebody wait.
 */
export function followSaved(saved: Saved): { ok: true } | Refused
export function followSaved<More, Told>(saved: Saved<More>, tell: (done: More) => Told): ({ ok: true } & Told) | Refused
export function followSaved<More>(saved: Saved<More>, tell?: (done: More) => object): { ok: true } | Refused {
  if (!saved.ok) return { ok: false, problems: saved.problems }
  const server = runningServer()
  server.publish(saved.changes)
  if (saved.recompute) {
    recomputePast(server, saved.recompute).catch((error: unknown) => {
      server.log.error({ err: error }, 'The past could not be made anew after a change of settings')
    })
  }
  return { ok: true, ...tell?.(saved) }
}
