import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { MinerIdentity } from '#lib/domain/reading'
import { replaceFile } from './replace-file'
import { isVirtualInterface } from './virtual-interface'

const identityFile = z.object({ agentId: z.uuid(), machines: z.record(z.string(), z.string()) })

/** Names that must outlive a restart: the agent's own, and those of machines that tell no MAC and no serial. */
export class Identities {
  readonly #file: string
  #kept: z.infer<typeof identityFile>
  #unsaved = true
  /** What the machine at an address said of itself since the start. */
  readonly #told = new Map<string, { mac?: string; serial?: string }>()

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#file = join(folder, 'identities.json')
    this.#kept = this.#read() ?? { agentId: randomUUID(), machines: {} }
    this.save()
  }

  get agentId(): string {
    return this.#kept.agentId
  }

  /**
   * The key of the rig at an address: its MAC, else its serial, else a UUID kept for that address. A machine seen with
   * a MAC is never known by its address, so that a new DHCP lease makes no second rig; nor does an answer of which the
   * part that tells the MAC was lost.
   */
  keyOf(address: string, miner: MinerIdentity): string {
    return toldKey(this.#tellApart(address, miner)) ?? this.#keptKey(address)
  }

  /** The key of the machine this agent runs on: the MAC of its first real network card, else a UUID; the same for ever. */
  keyOfThisMachine(): string {
    return this.#keptKey('this machine', firstMac)
  }

  /** With what it told before and leaves out now, unless what it tells is another machine's. */
  #tellApart(address: string, { mac, serial }: MinerIdentity): { mac?: string; serial?: string } {
    const before = this.#told.get(address)
    const isAnother =
      (mac !== undefined && before?.mac !== undefined && mac !== before.mac) ||
      (serial !== undefined && before?.serial !== undefined && serial !== before.serial)
    const known = isAnother ? undefined : before
    const told = { mac: mac ?? known?.mac, serial: serial ?? known?.serial }
    this.#told.set(address, told)
    return told
  }

  #keptKey(address: string, make: () => string | undefined = () => undefined): string {
    const kept = this.#kept.machines[address]
    if (kept) return kept
    const made = make() ?? randomUUID()
    this.#kept.machines[address] = made
    this.#unsaved = true
    return made
  }

  #read(): z.infer<typeof identityFile> | undefined {
    if (!existsSync(this.#file)) return undefined
    try {
      return identityFile.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      return undefined
    }
  }

  /** Writes new keys, all at once; before anything goes by them. Throws what the file system says, and tries again next time. */
  save(): void {
    if (!this.#unsaved) return
    replaceFile(this.#file, JSON.stringify(this.#kept, null, 2))
    this.#unsaved = false
  }
}

function firstMac(): string | undefined {
  const cards = Object.entries(networkInterfaces()).sort(([a], [b]) => a.localeCompare(b))
  for (const [name, addresses] of cards) {
    if (isVirtualInterface(name)) continue
    const real = addresses?.find(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00')
    if (real) return real.mac.toLowerCase()
  }
  return undefined
}

/** The key of a machine that tells its MAC or its serial. */
export function toldKey({ mac, serial }: Pick<MinerIdentity, 'mac' | 'serial'>): string | undefined {
  if (mac) return mac.toLowerCase()
  return serial ? `serial:${serial}` : undefined
}
