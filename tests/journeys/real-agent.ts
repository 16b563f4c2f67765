import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Program, startProgram } from './program'

/** The bundled agent with a folder of its own, which it finds again after every start. */
export class RealAgent {
  /** Everything it ever wrote to its spool, as far as was looked at in time. */
  readonly written = new Set<number>()
  readonly #folder: string
  #program: Program | undefined
  #output = ''

  constructor(folder: string, options: { server: string; token: string; rigName: string; minerAddress: string }) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'token'), options.token, { mode: 0o600 })
    const rigs = [{ name: options.rigName, intervalSeconds: 1, targets: [{ address: options.minerAddress }] }]
    writeFileSync(join(folder, 'agent.json'), JSON.stringify({ server: options.server, rigs }))
  }

  start(): Program {
    this.#program = startProgram('davylamp-agent', ['--state', this.#folder])
    return this.#program
  }

  /** Ends it, and notes what lies in its spool. */
  async end(signal: NodeJS.Signals): Promise<void> {
    await this.#program?.end(signal)
    this.#output += this.#program?.output() ?? ''
    this.look()
  }

  get output(): string {
    return this.#output + (this.#program?.output() ?? '')
  }

  /** Notes the moments of all whole lines in its spool, and says how many there ever were. */
  look(): number {
    const spool = join(this.#folder, 'spool')
    for (const file of existsSync(spool) ? readdirSync(spool) : []) {
      if (!file.endsWith('.jsonl')) continue
      const lines = readFileSync(join(spool, file), 'utf8').split('\n').slice(0, -1)
      for (const line of lines) {
        const at = /"at":(\d+)/.exec(line)?.[1]
        if (at !== undefined) this.written.add(Number(at))
      }
    }
    return this.written.size
  }
}
