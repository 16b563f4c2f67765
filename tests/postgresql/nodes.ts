import { type ChildProcess, spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('./node-process.ts', import.meta.url))

/** Takes what is to be done when the test, or whatever needs it, is over. */
export type AtEnd = (stop: () => void | Promise<void>) => void

export type RunningNode = {
  address: string
  port: number
  process: ChildProcess
  /** Resolves when it has printed the line. */
  said(line: string): Promise<void>
}

/** Starts one node as a process of its own and waits until it listens; killed at the end. */
export async function startNode(env: Record<string, string>, atEnd: AtEnd): Promise<RunningNode> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  atEnd(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let output = ''
  let complaint = ''
  const waiting: { line: string; resolve: () => void }[] = []
  child.stderr?.on('data', (part) => (complaint += part))
  child.stdout?.on('data', (part) => {
    output += part
    for (const { line, resolve } of waiting) if (output.includes(line)) resolve()
  })
  const said = (line: string) =>
    new Promise<void>((resolve, reject) => {
      if (output.includes(line)) return resolve()
      waiting.push({ line, resolve })
      child.once('close', () => reject(new Error(`A node ended before it said "${line}":\n${complaint}`)))
    })
  await said('\n')
  const port = Number(output.match(/port (\d+)/)?.[1])
  return { address: `http://127.0.0.1:${port}`, port, process: child, said }
}

/** What stands before the nodes: each new connection goes to the first that takes it. Answers with its address. */
export async function balance(ports: number[], atEnd: AtEnd): Promise<string> {
  const balancer = createServer((client) => {
    client.on('error', () => {})
    const tryNext = ([port, ...others]: number[]) => {
      if (port === undefined) return client.destroy()
      const node = connect(port, '127.0.0.1')
      let reached = false
      node.once('connect', () => {
        reached = true
        client.pipe(node).pipe(client)
      })
      node.once('close', () => {
        if (reached) client.destroy()
        else tryNext(others)
      })
      node.on('error', () => {})
      client.once('close', () => node.destroy())
    }
    tryNext(ports)
  })
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    balancer.close()
  })
  const address = balancer.address()
  if (address === null || typeof address === 'string') throw new Error('The balancer has no port.')
  return `http://127.0.0.1:${address.port}`
}
