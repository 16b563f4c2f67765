import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RigAnnouncement } from '#lib/wire/agent-events'
import { replaceFile } from './replace-file'

const rememberedFile = z.record(
  z.string(),
  z.object({
    key: z.string(),
    name: z.string().optional(),
    model: z.string().optional(),
    address: z.string().optional(),
  }),
) satisfies z.ZodType<Record<string, RigAnnouncement>>

/**
 * What is known of the rigs whose readings lie in the spool, on disk: after a restart they can be announced before their
 * miners have answered again, and a server that never heard of them takes their readings.
 */
export class RememberedRigs {
  readonly #file: string
  readonly #rigs: Map<string, RigAnnouncement>
  #unsaved = false

  constructor(folder: string) {
    this.#file = join(folder, 'rigs.json')
    this.#rigs = new Map(Object.entries(readRemembered(this.#file)))
  }

  /** At least the key, which is enough to announce a rig. */
  find(key: string): RigAnnouncement {
    return this.#rigs.get(key) ?? { key }
  }

  remember(rig: RigAnnouncement): void {
    this.#rigs.set(rig.key, rig)
    this.#unsaved = true
  }

  /**
   * Writes what is new, all at once: a farm's rigs are met by the hundred. Throws what the file system says when it
   * cannot be written, and tries again at the next call.
   */
  save(): void {
    if (!this.#unsaved) return
    replaceFile(this.#file, JSON.stringify(Object.fromEntries(this.#rigs), null, 2))
    this.#unsaved = false
  }
}

function readRemembered(file: string): z.infer<typeof rememberedFile> {
  try {
    return rememberedFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Not there yet, or damaged: keys alone announce rigs too.
    return {}
  }
}
