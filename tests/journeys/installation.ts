import { startProgram, temporaryFolder } from './program'

export type Ended = { code: number | null; out: string; err: string }

/** Runs the built command line to its end, its two streams apart. */
export async function runCommand(args: string[], environment: Record<string, string>): Promise<Ended> {
  const { process: child } = startProgram('davylamp', args, environment)
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout?.on('data', (chunk) => {
    ended.out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    ended.err += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })))
}

export type Installation = { dataDir: string; token: string; key: string }

/** An installation as a script sets one up: a data folder with a token to report with and a key to read with. */
export async function setUpInstallation(name: string): Promise<Installation> {
  const dataDir = temporaryFolder(name)
  return { dataDir, token: await secretOf(dataDir, 'token'), key: await secretOf(dataDir, 'key') }
}

/** A new secret of an installation, which may be running. */
export async function secretOf(dataDir: string, kind: 'token' | 'key'): Promise<string> {
  const { code, out, err } = await runCommand([kind, 'create', '--name', `a ${kind}`], { DAVYLAMP_DATA_DIR: dataDir })
  if (code !== 0) throw new Error(`${kind} create ended with ${code}: ${err}`)
  return out.trim()
}
