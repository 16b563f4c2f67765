import { expect, test } from 'vitest'
import { listMachines, markVanished, saveMet } from '#lib/db/discovered-machines'
import { openForTest, temporaryDatabase } from './temporary-database.ts'

const bitaxe = { address: '10.0.0.5', host: '10.0.0.5', key: 'aa:01', miner: 'bitaxe', locked: false }
const door = { address: 'http://10.0.0.5:80', host: '10.0.0.5', locked: true }

const everywhere = () => true

async function withAgent() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  await database.agent.create({ data: { id: 'barn', name: 'barn', createdAtMs: 1n } })
  return database
}

test('a machine met twice is one, first and last seen apart', async () => {
  const database = await withAgent()
  await saveMet(database, 'barn', [bitaxe], 100)
  await saveMet(database, 'barn', [bitaxe], 200)
  expect(await listMachines(database)).toMatchObject([{ ...bitaxe, firstSeenMs: 100, lastSeenMs: 200 }])
})

test('what asks for a password and then lets us in is one machine, and stays known when it asks again', async () => {
  const database = await withAgent()
  await saveMet(database, 'barn', [door], 100)
  expect(await listMachines(database)).toMatchObject([door])
  await saveMet(database, 'barn', [bitaxe], 200)
  await saveMet(database, 'barn', [door], 300)
  expect(await listMachines(database)).toMatchObject([{ ...bitaxe, lastSeenMs: 300 }])
  expect(await listMachines(database)).toHaveLength(1)
})

test('a stranger behind a password at the address of a machine that vanished does not bring it back', async () => {
  const database = await withAgent()
  await saveMet(database, 'barn', [bitaxe], 100)
  await markVanished(database, 'barn', { sinceMs: 150, atMs: 200, forgetBeforeMs: 0 }, everywhere)
  await saveMet(database, 'barn', [door], 300)
  expect(await listMachines(database)).toMatchObject([{ ...bitaxe, vanishedAtMs: 200 }, door])
})

test('a machine that comes back has not vanished, and one that does not is forgotten in time', async () => {
  const database = await withAgent()
  const vanish = (atMs: number, forgetBeforeMs = 0) =>
    markVanished(database, 'barn', { sinceMs: atMs - 10, atMs, forgetBeforeMs }, everywhere)
  await saveMet(database, 'barn', [bitaxe], 100)
  await vanish(200)
  await saveMet(database, 'barn', [bitaxe], 300)
  expect((await listMachines(database))[0]).not.toHaveProperty('vanishedAtMs')
  await vanish(400)
  await vanish(500, 399)
  expect(await listMachines(database)).toMatchObject([{ vanishedAtMs: 400 }])
  await vanish(600, 401)
  expect(await listMachines(database)).toEqual([])
})

test('what stands where a scan did not reach has not vanished', async () => {
  const database = await withAgent()
  await saveMet(database, 'barn', [bitaxe, { ...bitaxe, key: 'aa:02', address: '10.1.0.5', host: '10.1.0.5' }], 100)
  await markVanished(database, 'barn', { sinceMs: 150, atMs: 200, forgetBeforeMs: 0 }, (host) => host === '10.1.0.5')
  const machines = await listMachines(database)
  expect(machines.map(({ host, vanishedAtMs }) => [host, vanishedAtMs])).toEqual([
    ['10.0.0.5', undefined],
    ['10.1.0.5', 200],
  ])
})
