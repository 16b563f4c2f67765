import type { Rows } from './rows.ts'

// What people do to incidents; everything else is the evaluator's.

/** Acknowledges those of these that are firing; answers with their ids. */
export async function acknowledge(rows: Rows, ids: number[], by: string, nowMs: number): Promise<number[]> {
  const firing = await rows.incident.findMany({
    where: { id: { in: ids }, resolvedAtMs: null, phase: 'firing' },
    select: { id: true },
  })
  const found = firing.map(({ id }) => id)
  const atMs = BigInt(nowMs)
  await rows.incident.updateMany({
    where: { id: { in: found } },
    data: { phase: 'acknowledged', acknowledgedAtMs: atMs, acknowledgedBy: by, changedAtMs: atMs },
  })
  await note(rows, found, 'acknowledged', by, nowMs)
  return found
}

/** Puts off those of these that are open; a moment that is not after now wakes them. Answers with their ids. */
export async function snooze(rows: Rows, ids: number[], untilMs: number, by: string, nowMs: number): Promise<number[]> {
  const open = await rows.incident.findMany({ where: { id: { in: ids }, resolvedAtMs: null }, select: { id: true } })
  const found = open.map(({ id }) => id)
  const wakes = untilMs <= nowMs
  await rows.incident.updateMany({
    where: { id: { in: found } },
    data: { snoozedUntilMs: wakes ? null : BigInt(untilMs), changedAtMs: BigInt(nowMs) },
  })
  await note(rows, found, wakes ? 'woken' : 'snoozed', by, nowMs, wakes ? {} : { untilMs })
  return found
}

/** Writes a note on an incident; false when there is no such incident. */
export async function writeNote(rows: Rows, id: number, notes: string, by: string, nowMs: number): Promise<boolean> {
  const { count } = await rows.incident.updateMany({
    where: { id },
    data: { notes: notes === '' ? null : notes, changedAtMs: BigInt(nowMs) },
  })
  if (count === 1) await note(rows, [id], 'noted', by, nowMs)
  return count === 1
}

/** A rig that was merged into another leaves its history to it; what was open of it is no longer. */
export async function moveIncidents(rows: Rows, fromRigId: number, toRigId: number, nowMs: number): Promise<void> {
  const open = await rows.incident.findMany({
    where: { rigId: fromRigId, resolvedAtMs: null },
    select: { id: true, phase: true },
  })
  const pending = open.filter(({ phase }) => phase === 'pending').map(({ id }) => id)
  const told = open.filter(({ phase }) => phase !== 'pending').map(({ id }) => id)
  await rows.incident.deleteMany({ where: { id: { in: pending } } })
  await rows.incident.updateMany({
    where: { id: { in: told } },
    data: {
      resolvedAtMs: BigInt(nowMs),
      phase: 'resolved',
      openKey: null,
      saidSeverity: null,
      changedAtMs: BigInt(nowMs),
    },
  })
  await note(rows, told, 'subject-removed', undefined, nowMs)
  await rows.incident.updateMany({
    where: { rigId: fromRigId },
    data: { rigId: toRigId, subject: `rig:${toRigId}`, changedAtMs: BigInt(nowMs) },
  })
  await rows.alertState.deleteMany({ where: { subject: `rig:${fromRigId}` } })
}

async function note(
  rows: Rows,
  ids: number[],
  kind: string,
  by: string | undefined,
  nowMs: number,
  detail: object = {},
): Promise<void> {
  if (ids.length === 0) return
  await rows.incidentEvent.createMany({
    data: ids.map((incidentId) => ({
      incidentId,
      atMs: BigInt(nowMs),
      kind,
      by: by ?? null,
      detail: JSON.stringify(detail),
    })),
  })
}
