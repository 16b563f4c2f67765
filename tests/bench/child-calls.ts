import { type ChildProcess, fork } from 'node:child_process'

type Handlers = { [name: string]: (argument: never) => unknown }
type Call = { id: number; name: string; argument: unknown }
type Reply = { id: number; result: unknown } | { id: number; failed: string }

/** A program of the bench in a process of its own, called over its parent's channel. */
export type Child<Served extends Handlers> = {
  call<Name extends keyof Served & string>(
    name: Name,
    argument: Parameters<Served[Name]>[0],
  ): Promise<Awaited<ReturnType<Served[Name]>>>
  stop(): Promise<void>
  /** As a power cut would: no chance to say goodbye. Resolves when it is gone. */
  kill(): Promise<void>
}

/** What `npm start` gives node. */
export const SERVER_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64', '--no-allocation-site-pretenuring']
/** With the collector for measuring memory. */
const NODE_FLAGS = ['--expose-gc', ...SERVER_FLAGS]

/** Starts a bundled program. What it prints goes to standard error, so that standard output stays the report's. */
export function startChild<Served extends Handlers>(
  file: string,
  args: string[] = [],
  environment: { [name: string]: string | undefined } = {},
): Child<Served> {
  const child = fork(file, args, {
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: NODE_FLAGS,
    env: { ...process.env, ...environment },
  })
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let nextId = 1
  child.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('failed' in reply) call?.reject(new Error(reply.failed))
    else call?.resolve(reply.result)
  })
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended: ${signal ?? code}`))
    waiting.clear()
  })
  return {
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        // The one place that trusts the other process to answer with what its handler returns.
        waiting.set(id, { resolve: (result) => resolve(result as Awaited<ReturnType<Served[typeof name]>>), reject })
        child.send({ id, name, argument } satisfies Call)
      }),
    stop: () => stopChild(child),
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGKILL')
      }),
  }
}

function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.disconnect()
  })
}

/** The other side: answers calls until the parent lets go, then ends. */
export function serveParent<Served extends Handlers>(handlers: Served): void {
  process.on('message', async ({ id, name, argument }: Call) => {
    try {
      // Both sides are built from the same handlers.
      process.send?.({ id, result: await handlers[name]?.(argument as never) } satisfies Reply)
    } catch (error) {
      const failed = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.send?.({ id, failed } satisfies Reply)
    }
  })
  process.on('disconnect', () => process.exit(0))
}
