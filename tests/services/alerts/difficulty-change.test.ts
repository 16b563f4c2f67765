import { expect, test } from 'vitest'
import { saveAssignment } from '#lib/db/assignments'
import { saveNextDifficulty } from '#lib/services/next-difficulties'
import { addRigs, HOUR, MINUTE, NOON, newMine, outbox, startProcess, wait } from './watched-mine.ts'

const next = { coin: 'BTC', height: 925_344, change: 0.034, source: 'mempool.space', observedAtMs: NOON }

async function mineOf(coin: string) {
  const { url, siteId } = await newMine()
  const process = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(process, siteId, 1)
  const pool = { payer: 'pool', scheme: 'fpps', poolFeePercent: 1, assumed: false } as const
  await saveAssignment(process.database, rigId, { algorithm: 'sha256d', fromMs: 0, coin, ...pool })
  await process.fleet.refresh([{ kind: 'rigs' }], NOON)
  return process
}

test('a change of difficulty is told once, a day before it comes', async () => {
  const process = await mineOf('BTC')
  await saveNextDifficulty(process.database, { ...next, atMs: NOON + 25 * HOUR })
  await wait(process, NOON, NOON + 30 * MINUTE, 5 * MINUTE)
  expect(await outbox(process)).toEqual([])
  await wait(process, NOON + 30 * MINUTE, NOON + 2 * HOUR, 5 * MINUTE)
  expect(await outbox(process)).toMatchObject([{ kind: 'good-news', severity: 'info' }])
  expect((await outbox(process))[0]?.lines.join(' ')).toContain('3.4')
})

test('the difficulty of a coin that no rig earns is told nobody', async () => {
  const process = await mineOf('BCH')
  await saveNextDifficulty(process.database, { ...next, atMs: NOON + HOUR })
  await wait(process, NOON, NOON + 30 * MINUTE, 5 * MINUTE)
  expect(await outbox(process)).toEqual([])
})
