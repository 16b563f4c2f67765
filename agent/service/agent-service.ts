import { type AgentProgram, commandOf } from './agent-program'
import type { ServiceDefinition } from './service-definition'

/** The agent as a service that keeps its state in a folder. */
export function agentService(program: AgentProgram, stateFolder: string): ServiceDefinition {
  return {
    name: 'davylamp-agent',
    description: 'Davylamp agent: reads miners and reports them to a server',
    command: [...commandOf(program), '--state', stateFolder],
    environment: {},
    writes: { stateFolderOfItsOwn: stateFolder },
    readsGpus: true,
  }
}
