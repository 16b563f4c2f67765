import { z } from 'zod'
import { matchMachine } from '#lib/domain/machine-match'
import type { MachineFacts } from '#lib/domain/wall-power'
import file from '../../data/machines.json' with { type: 'json' }

const machinesSchema = z.array(
  z.strictObject({
    model: z.string().min(1),
    aliases: z.array(z.string().min(1)),
    algorithm: z.string().min(1),
    nominalHashesPerSecond: z.number().positive(),
    watts: z.number().positive(),
    boards: z.int().positive().optional(),
    chips: z.int().positive().optional(),
    cooling: z.enum(['air', 'hydro', 'immersion']),
    source: z.string().min(1),
  }),
)

type Spellings = { facts: MachineFacts[]; meant: Map<MachineFacts, MachineFacts> }
let parsed: { machines: MachineFacts[]; spellings: Spellings } | undefined

/** The machines of `data/machines.json`. Throws when the file is not what it should be. */
export function machines(): MachineFacts[] {
  return readMachines().machines
}

/** The machine that a reading's words mean, whichever of its spellings they use; undefined when it is not known. */
export function machineOf(minerName: string, model?: string, hashesPerSecond?: number): MachineFacts | undefined {
  const { facts, meant } = readMachines().spellings
  const found = matchMachine(facts, minerName, model, hashesPerSecond)
  return found && (meant.get(found) ?? found)
}

function readMachines() {
  if (parsed) return parsed
  const meant = new Map<MachineFacts, MachineFacts>()
  const facts: MachineFacts[] = []
  const all = machinesSchema.parse(file).map(({ aliases, ...machine }) => {
    facts.push(machine)
    for (const alias of aliases) {
      const spelled = { ...machine, model: alias }
      meant.set(spelled, machine)
      facts.push(spelled)
    }
    return machine
  })
  parsed = { machines: all, spellings: { facts, meant } }
  return parsed
}
