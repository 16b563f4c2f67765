import { z } from 'zod'
import type { Scope } from '#lib/domain/alert-types'

const ids = z.array(z.int().positive()).max(10_000).optional()

/** Which rigs something is about, as forms send it. Lists that are left out mean all. */
export const scopeForm = z.object({
  siteIds: ids,
  rigIds: ids,
  tags: z.array(z.string().max(100)).max(1000).optional(),
  machines: z.array(z.enum(['asic', 'bitaxe', 'computer'])).optional(),
}) satisfies z.ZodType<Scope>

export const severityForm = z.enum(['info', 'warning', 'critical'])

export const nameForm = z.string().trim().min(1, 'Give it a name').max(100, 'At most 100 characters')
