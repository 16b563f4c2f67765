/**
 * Why a server that speaks the protocols of a range cannot talk to an agent, as a sentence with the remedy; undefined when it can. An
 * agent that is merely older keeps working.
 */
export function protocolProblem(
  spoken: number,
  { oldest, newest }: { oldest: number; newest: number },
): string | undefined {
  if (spoken > newest) {
    return `this agent is newer than the server (it speaks protocol ${spoken}, the server up to ${newest}): update the server`
  }
  if (spoken >= oldest) return undefined
  return `this agent is too old (it speaks protocol ${spoken}, the server from ${oldest} on): update the agent with the program that this server hands out (docs/agent.md, "Updating")`
}
