/** Hands over to the agent's own entry, which reads its arguments as if it had been started alone. */
export async function run(args: string[]): Promise<void> {
  process.argv = [process.argv[0] ?? 'node', 'davylamp-agent', ...args]
  await import('#agent/main')
}
