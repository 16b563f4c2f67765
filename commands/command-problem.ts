/** What went wrong, in a line for the person at the command line; no stack is shown. */
export class CommandProblem extends Error {
  override name = 'CommandProblem'
}
