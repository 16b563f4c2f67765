import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'
import { createToken } from '#lib/services/create-token'
import { postgresqlPrograms, startPostgresql } from '../../db/postgresql-cluster.ts'
import { freePort } from '../../free-port.ts'
import { openAgent, openBrowser, signInOwner } from '../../postgresql/node-clients.ts'
import { balance, startNode } from '../../postgresql/nodes.ts'
import { startRedis } from '../../postgresql/redis-server.ts'
import type { BenchPrograms } from '../build-programs.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import { SeenReadings } from './seen-readings.ts'

const AGENTS = 20
const READINGS_EACH = 50

/**
 * Agents report through one node, half of them at first through another one that is killed half way; a browser watches on a third. Each
 * reading is sent when the browser has been told of the one before, so that every one must be seen, once, and in its turn.
 */
export async function measureTwoNodes(
  _programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  if (postgresqlPrograms() === undefined || spawnSync('redis-server', ['--version']).status !== 0) {
    say('two nodes: PostgreSQL or Redis is not installed here, so they are not measured')
    return []
  }
  const ends: (() => void | Promise<void>)[] = []
  const atEnd = (stop: () => void | Promise<void>) => void ends.unshift(stop)
  try {
    const cluster = await startPostgresql({ durable: true })
    atEnd(() => cluster.stop())
    await migrateDatabase(cluster.url)
    const database = await openDatabase(cluster.url)
    atEnd(() => database.$disconnect())
    const dataFolder = join(folder, 'nodes')
    mkdirSync(dataFolder)
    const env = {
      DATABASE_URL: cluster.url,
      REDIS_URL: await startRedis(await freePort(), atEnd),
      DAVYLAMP_SECRET: 'only for this bench, on loopback, gone with it',
      DAVYLAMP_DATA_DIR: dataFolder,
      DAVYLAMP_MARKET: 'off',
      DAVYLAMP_BACKUP: 'off',
    }
    const token = await createToken(database, { name: 'bench' })
    if (!token.ok) throw new Error(token.reason)
    // The one that is killed has the jobs, too.
    const doomed = await startNode(env, atEnd)
    await doomed.said('lease held')
    const [staying, watched] = [await startNode(env, atEnd), await startNode(env, atEnd)]
    const seen = new SeenReadings()
    const cookie = await signInOwner(env, database)
    await openBrowser(watched.address, cookie, atEnd, (delta) => seen.take(delta))
    const throughDoomed = await balance([doomed.port, staying.port], atEnd)

    let reported = 0
    const drive = async (index: number) => {
      const address = index % 2 === 0 ? throughDoomed : staying.address
      const agent = await openAgent(address, token.secret, `bench-rig-${index}`, atEnd)
      const sent: number[] = []
      for (let turn = 0; turn < READINGS_EACH; turn++) {
        const atMs = await agent.report()
        sent.push(atMs)
        reported += 1
        if (reported === (AGENTS * READINGS_EACH) / 2) doomed.process.kill('SIGKILL')
        if (!(await seen.waitFor(agent.rigId, atMs))) say(`two nodes: ${agent.rigId} at ${atMs} was not seen`)
      }
      return seen.compare(agent.rigId, sent)
    }
    const outcomes = await Promise.all(Array.from({ length: AGENTS }, (_, index) => drive(index)))
    const lost = outcomes.reduce((sum, outcome) => sum + outcome.lost, 0)
    const doubled = outcomes.reduce((sum, outcome) => sum + outcome.doubled, 0)
    say(`two nodes: ${reported} readings, ${lost} not seen, ${doubled} seen again, ${seen.gaps} messages out of turn`)
    return [
      measured(
        {
          name: 'two nodes: messages lost or doubled in a browser on the other node',
          unit: 'messages',
          mark: { atMost: 0 },
          note: `${reported} readings of ${AGENTS} rigs in ${seen.deltas} messages; a node with the jobs and half of the agents was killed`,
        },
        [lost + doubled + seen.gaps],
      ),
    ]
  } finally {
    for (const end of ends) await end()
  }
}
