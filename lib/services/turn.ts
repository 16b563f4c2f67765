/** Lets work be done one after another, in the order in which it was asked for; work that fails holds up nobody. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve()

  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }
}
