import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { MinerIdentity } from '#lib/domain/reading'
import { replaceFile } from './replace-file'

const identityFile = z.object({ agentId: z.uuid(), machines: z.record(z.string(), z.string()) })

/** Names that must outlive a restart: the agent's own, and those of machines that tell no MAC and no serial. */
export class Identities {
  readonly #file: string
  #kept: z.infer<typeof identityFile>

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#file = join(folder, 'identities.json')
    this.#kept = this.#read() ?? { agentId: randomUUID(), machines: {} }
    this.#write()
  }

  get agentId(): string {
    return this.#kept.agentId
  }

  /**
   * The key of the rig at an address: its MAC, else its serial, else a UUID kept for that address. A machine seen with
   * a MAC is never known by its address, so that a new DHCP lease makes no second rig.
   */
  keyOf(address: string, miner: MinerIdentity): string {
    if (miner.mac) return miner.mac.toLowerCase()
    if (miner.serial) return `serial:${miner.serial}`
    const kept = this.#kept.machines[address]
    if (kept) return kept
    const made = randomUUID()
    this.#kept.machines[address] = made
    this.#write()
    return made
  }

  /** The key of the machine this agent runs on: the MAC of its first real network card, else a UUID. */
  keyOfThisMachine(): string {
    return firstMac() ?? this.keyOf('this machine', { name: 'this machine' })
  }

  #read(): z.infer<typeof identityFile> | undefined {
    if (!existsSync(this.#file)) return undefined
    try {
      return identityFile.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      return undefined
    }
  }

  #write(): void {
    replaceFile(this.#file, JSON.stringify(this.#kept, null, 2))
  }
}

/** Bridges, tunnels and containers come and go with their own MACs. */
const VIRTUAL = /^(lo|docker|br-|veth|virbr|tun|tap|wg|tailscale|zt)/

function firstMac(): string | undefined {
  const cards = Object.entries(networkInterfaces()).sort(([a], [b]) => a.localeCompare(b))
  for (const [name, addresses] of cards) {
    if (VIRTUAL.test(name)) continue
    const real = addresses?.find(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00')
    if (real) return real.mac.toLowerCase()
  }
  return undefined
}
