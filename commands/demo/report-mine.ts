import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#lib/db/package-root'
import { createToken } from '#lib/services/create-token'
import type { LiveRig } from '#lib/services/live-rig'
import type { Simulator } from '#simulators/start-simulator'
import { startStory, storyEvents } from '#simulators/story'
import type { StartedServer } from '../../server.ts'

/** Rigs are asked every five seconds, so that the story is seen quickly; a large farm as a real one is. */
const INTERVAL_SECONDS = 5
const FARM_INTERVAL_SECONDS = 30
const FARM_FROM_RIGS = 200
const LAST_WORDS_MS = 1_500
const STORY_RIGS = new Set(storyEvents.map(({ rig }) => rig))

/**
 * Starts the agent's own program on the simulated miners, as on any box in a real mine, and the story once the first
 * reading of every rig in it is there.
 */
export async function reportMine(
  { server, port }: StartedServer,
  simulators: Simulator[],
  dataDir: string,
  say: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const token = await createToken(server.database, { name: 'Mine', site: 'Cellar' })
  if (!token.ok) throw new Error(token.reason)
  server.publish(token.changes)
  const folder = join(dataDir, 'agent')
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(join(folder, 'token'), token.secret, { mode: 0o600 })
  writeFileSync(join(folder, 'agent.json'), JSON.stringify(configOf(simulators, port)), { mode: 0o600 })
  const agentFromMs = Date.now()
  const agent = spawn(process.execPath, [join(packageRoot(), 'dist', 'davylamp-agent.cjs'), '--state', folder], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { NODE_ENV: 'production', PATH: process.env.PATH, DAVYLAMP_AGENT_LEASH: 'stdin' },
  })
  agent.stderr.setEncoding('utf8').on('data', (lines: string) => server.log.debug({ part: 'agent' }, lines.trim()))
  agent.on('exit', (code) => {
    if (code) say(`the agent ended with ${code}`)
  })

  let story: { stop(): void } | undefined
  const timer = setInterval(() => {
    // The past has written readings too; those of the agent are the later ones.
    const isSilent = ({ settings, reading }: LiveRig) =>
      STORY_RIGS.has(settings.name) && (reading?.at ?? 0) < agentFromMs
    if ([...server.fleet.liveRigs()].some(isSilent)) return
    clearInterval(timer)
    story = startStory(simulators, { onEvent: ({ text }) => say(text) })
  }, 250)
  return {
    stop() {
      clearInterval(timer)
      story?.stop()
      return ended(agent)
    },
  }
}

/** Tells it to stop, waits until it has, and does not wait for ever. */
async function ended(agent: ChildProcess): Promise<void> {
  if (agent.exitCode !== null || agent.signalCode !== null) return
  const exit = once(agent, 'exit')
  const impatience = setTimeout(() => agent.kill('SIGKILL'), LAST_WORDS_MS)
  agent.kill('SIGTERM')
  await exit
  clearTimeout(impatience)
}

function configOf(simulators: Simulator[], port: number) {
  const intervalSeconds = simulators.length >= FARM_FROM_RIGS ? FARM_INTERVAL_SECONDS : INTERVAL_SECONDS
  return {
    server: `http://127.0.0.1:${port}`,
    name: 'mine',
    rigs: simulators.map(({ address, rig }) => ({
      name: rig.description.name,
      key: rig.description.mac,
      intervalSeconds,
      targets: [{ address, miner: rig.description.minerName }],
    })),
  }
}
