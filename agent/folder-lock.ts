import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const holder = z.object({ pid: z.int().positive(), started: z.string().optional() })
type Holder = z.infer<typeof holder>

export type FolderLock = { ok: true; release(): void } | { ok: false; problem: string }

/**
 * Makes this process the only agent on a folder: two on one would send and forget each other's readings. What a process that
 * is no more left behind is taken over. `problem` is a sentence with the remedy. Throws what the file system says.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'lock')
  const self: Holder = { pid: process.pid, started: startOf(process.pid) }
  for (let attempt = 0; attempt < 2; attempt++) {
    if (isTaken(file, self)) return { ok: true, release: () => releaseOwn(file, self) }
    const other = readHolder(file)
    if (other && isRunning(other)) return { ok: false, problem: refusal(folder, other.pid) }
    rmSync(file, { force: true })
  }
  return { ok: false, problem: refusal(folder, undefined) }
}

function refusal(folder: string, pid: number | undefined): string {
  const who = pid === undefined ? 'Another agent' : `Another agent (process ${pid})`
  return `${who} is running on ${folder}: stop it, or give this one a folder of its own with --state.`
}

/** Takes the place of no other file. */
function isTaken(file: string, self: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(self), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function releaseOwn(file: string, self: Holder): void {
  const now = readHolder(file)
  if (now?.pid === self.pid && now.started === self.started) rmSync(file, { force: true })
}

function readHolder(file: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Gone meanwhile, or cut short: nobody's.
    return undefined
  }
}

/** The same process, and not a later one that was given its number. */
function isRunning({ pid, started }: Holder): boolean {
  if (pid === process.pid && started === startOf(pid)) return started !== undefined
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is somebody else's, and there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return started === undefined || started === startOf(pid)
}

/** What tells a process from others that had or will have its number: the boot and the clock tick it began at (Linux, proc(5)). */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)
    const tick = afterName?.split(' ')[19]
    return tick === undefined ? undefined : `${boot}/${tick}`
  } catch {
    return undefined
  }
}
