/** What went wrong, in a line for the person at the command line; no stack is shown. */
export class CommandProblem extends Error {
  override name = 'CommandProblem'

  /** `exitCode` 2: nothing was done, because what was given cannot be used. */
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message)
  }
}
