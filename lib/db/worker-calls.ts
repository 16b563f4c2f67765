import { type MessagePort, type TransferListItem, Worker } from 'node:worker_threads'

type Handlers = { [name: string]: (argument: never) => unknown }

type Call = { id: number; name: string; argument: unknown }
type Reply = { id: number; result: unknown } | { id: number; failed: { message: string; code?: string } }

/** A call that failed in its thread; `code` is SQLite's, such as SQLITE_FULL. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message)
  }
}

/** Calls into a thread, answered in any order. A thread that dies is started again at the next call. */
export class WorkerCalls<Served extends Handlers> {
  #worker: Worker | undefined
  #nextId = 1
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()

  constructor(
    readonly entry: string,
    readonly workerData: unknown,
  ) {}

  call<Name extends keyof Served & string>(
    name: Name,
    argument: Parameters<Served[Name]>[0],
    transfer: TransferListItem[] = [],
  ): Promise<ReturnType<Served[Name]>> {
    const worker = this.#started()
    return new Promise((resolve, reject) => {
      const id = this.#nextId++
      // The one place that trusts the other thread to answer with what its handler returns.
      this.#waiting.set(id, { resolve: (result) => resolve(result as ReturnType<Served[Name]>), reject })
      worker.postMessage({ id, name, argument } satisfies Call, transfer)
    })
  }

  async stop(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const worker = new Worker(this.entry, { workerData: this.workerData, execArgv: [] })
    this.#worker = worker
    worker.on('message', (reply: Reply) => this.#settle(reply))
    worker.on('error', (error) => this.#lost(worker, error.message))
    worker.on('exit', (code) => this.#lost(worker, `exit code ${code}`))
    return worker
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('failed' in reply) waiting?.reject(new StoreError(reply.failed.message, reply.failed.code))
    else waiting?.resolve(reply.result)
  }

  #lost(worker: Worker, why: string): void {
    if (this.#worker !== undefined && this.#worker !== worker) return
    this.#worker = undefined
    const lost = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of lost) reject(new StoreError(`The readings' thread ended: ${why}`))
  }
}

/** The other side: answers the calls that come through `port`, one after another. */
export function serveCalls<Served extends Handlers>(
  port: MessagePort,
  handlers: Served,
  transferOf: (result: unknown) => TransferListItem[],
): void {
  port.on('message', ({ id, name, argument }: Call) => {
    try {
      // Both sides are built from the same handlers, and nobody else can post here.
      const result = handlers[name]?.(argument as never)
      port.postMessage({ id, result } satisfies Reply, transferOf(result))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
      port.postMessage({ id, failed: { message, ...(code === undefined ? {} : { code }) } } satisfies Reply)
    }
  })
}
