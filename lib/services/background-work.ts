/** Work that nobody waits for at once; what fails is reported. */
export class BackgroundWork {
  readonly #reportError: (error: unknown) => void
  readonly #running = new Set<Promise<void>>()

  constructor(reportError: (error: unknown) => void) {
    this.#reportError = reportError
  }

  run(work: Promise<unknown>): void {
    const done = work.then(() => undefined, this.#reportError).finally(() => this.#running.delete(done))
    this.#running.add(done)
  }

  /** Until nothing runs any more, with what that began meanwhile: before the database is closed. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
