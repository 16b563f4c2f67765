import { z } from 'zod'
import type { DashboardTopic } from '#lib/wire/dashboard-events'

/** What a browser asks to watch. */
export const dashboardTopicSchema = z.discriminatedUnion('page', [
  z.object({ page: z.literal('fleet') }),
  z.object({ page: z.literal('rig'), rigId: z.number().int().positive() }),
]) satisfies z.ZodType<DashboardTopic>
