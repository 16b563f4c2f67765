/** SHA-256 of each file of the agent that this server hands out; one that is missing was not built. */
export type AgentChecksums = { 'davylamp-agent.cjs'?: string; 'linux-x64'?: string; 'linux-arm64'?: string }
