import { z } from 'zod'

// What the REST interface answers about incidents.

const severity = z.enum(['info', 'warning', 'critical'])
const evidence = z
  .looseObject({
    atMs: z.number(),
    value: z.number().optional(),
    threshold: z.number().optional(),
    unit: z.string().optional(),
    algorithm: z.string().optional(),
    detail: z.string().optional(),
  })
  .describe('What was seen against what is allowed, in the SI form of `unit`.')

const incidentRow = z
  .object({
    id: z.number().int(),
    kind: z.string().describe('What its rule watches for, such as `overheat` or `offline`.'),
    severity,
    phase: z.enum(['pending', 'firing', 'acknowledged', 'resolved']),
    title: z.string(),
    subject: z.object({ kind: z.string(), name: z.string(), href: z.string().optional() }),
    rigId: z.number().int().optional(),
    siteId: z.number().int().optional(),
    siteName: z.string().optional(),
    rack: z.string().optional(),
    inRepair: z.boolean().optional(),
    startedAtMs: z.number(),
    firedAtMs: z.number().optional(),
    acknowledgedAtMs: z.number().optional(),
    acknowledgedBy: z.string().optional(),
    resolvedAtMs: z.number().optional(),
    snoozedUntilMs: z.number().optional(),
    worklist: z.boolean().describe('Listed for whoever repairs, told to nobody.'),
    flaps: z.number().int().describe('How often it came back within an hour of its end.'),
    evidence,
    evidenceWords: z.string(),
    cost: z
      .object({
        currency: z.string(),
        lost: z.number().optional(),
        saved: z.number().optional(),
        net: z.number().optional(),
      })
      .optional(),
    inhibitedById: z.number().int().optional().describe('The incident that explains this one.'),
    inhibits: z.number().int().describe('How many incidents this one explains.'),
    notes: z.string().optional(),
  })
  .meta({ id: 'Incident' })

export const incidentsAnswer = z.object({
  incidents: z.array(incidentRow),
  total: z.number().int(),
  nextCursor: z.string().optional(),
})

export const incidentAnswer = z.object({
  ...incidentRow.shape,
  events: z.array(z.object({ atMs: z.number(), kind: z.string(), by: z.string().optional(), words: z.string() })),
  messages: z.array(
    z.object({
      channelName: z.string(),
      kind: z.string(),
      state: z.enum(['waiting', 'delivered', 'failed', 'dropped']),
      atMs: z.number(),
      answer: z.string().optional(),
    }),
  ),
  inhibited: z.array(incidentRow),
  rule: z.object({ id: z.number().int(), name: z.string() }).optional(),
  timeZone: z.string(),
  chart: z
    .object({ metric: z.enum(['temperature', 'hashRate', 'power']), threshold: z.number().optional() })
    .optional(),
})
