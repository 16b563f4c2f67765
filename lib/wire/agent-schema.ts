import { z } from 'zod'
import type { AgentHandshake, RigAnnouncement, TargetStatus } from '#lib/wire/agent-events'
import { MAX_ANNOUNCED_RIGS, MAX_STATUS_TARGETS } from '#lib/wire/agent-limits'
import { optionalWords } from './plain-words.ts'

/** Printable text as people and machines write it: nothing that would break a line of a log. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'must be plain text')

/** `auth` of the handshake on `/agents`. */
export const agentHandshakeSchema = z.object({
  token: z.string('token is missing').min(1, 'token is missing').max(200),
  protocol: z.number().int().optional(),
  agent: z
    .object({
      id: z.guid('agent.id must be a UUID').optional(),
      name: text(120).optional(),
      version: text(60).optional(),
    })
    .optional(),
}) satisfies z.ZodType<AgentHandshake>

export const rigAnnouncementSchema = z.object({
  key: text(120),
  name: text(120).optional(),
  model: text(120).optional(),
  address: text(300).optional(),
}) satisfies z.ZodType<RigAnnouncement>

/** The list itself; its entries are checked one by one, so that one bad entry never costs the good ones. */
export const rigAnnouncementsSchema = z.array(z.unknown()).max(MAX_ANNOUNCED_RIGS)

export const targetStatusSchema = z.object({
  address: text(300),
  targetId: z.number().int().optional(),
  miner: text(60).optional(),
  rigKey: text(120).optional(),
  lastSuccessAtMs: z.number().int().min(0).optional(),
  problem: optionalWords(1000),
  figuresDropped: z.number().int().min(0).optional(),
}) satisfies z.ZodType<TargetStatus>

/** The list itself; as with announcements, its entries are checked one by one. */
export const targetStatusesSchema = z.array(z.unknown()).max(MAX_STATUS_TARGETS)

/** Faults as one line: `rigs[3].key must be text`. */
export function describeIssues(error: z.ZodError, subject: string): string {
  const issue = error.issues[0]
  if (!issue) return `${subject} is not as the protocol says`
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return `${subject}${path}: ${issue.message}`
}
