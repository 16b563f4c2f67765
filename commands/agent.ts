import { join } from 'node:path'
import { packageRoot } from '#lib/db/package-root'

/** Hands over to the agent's own entry, which reads its arguments as if the agent's program had been started alone. */
export async function run(args: string[]): Promise<void> {
  process.argv = [process.argv[0] ?? 'node', join(packageRoot(), 'dist', 'davylamp-agent.cjs'), ...args]
  await import('#agent/main')
}
