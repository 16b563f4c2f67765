import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { begun, endPrograms, follow } from '../journeys/program'

const KILLED = fileURLToPath(new URL('leashed-and-killed.ts', import.meta.url))
const STAYS = ['-e', 'console.log("here"); setInterval(() => {}, 1_000)']

test('a program ends with the test run that started it, though that is killed', async () => {
  const run = follow(spawn(process.execPath, ['--import', 'tsx', KILLED]))
  const [, pid = ''] = await run.says(/program (\d+)/)
  expect(isRunning(Number(pid))).toBe(true)
  await run.end('SIGKILL')
  await vi.waitFor(() => expect(isRunning(Number(pid))).toBe(false), { timeout: 10_000, interval: 50 })
})

test('a program that never says what is waited for is ended, and so is one that nobody ends', async () => {
  const program = follow(spawn(process.execPath, STAYS))
  await program.says(/here/)
  const exited = once(program.process, 'exit')
  await expect(begun(program, Promise.reject(new Error('waited 120 s')))).rejects.toThrow('waited 120 s')
  expect(await exited).toEqual([null, 'SIGTERM'])

  const forgotten = follow(spawn(process.execPath, STAYS))
  await forgotten.says(/here/)
  await endPrograms()
  expect(forgotten.process.signalCode).toBe('SIGTERM')
})

test('one that does not heed the signal is killed', async () => {
  const deaf = follow(spawn(process.execPath, ['-e', `process.on("SIGTERM", () => {}); ${STAYS[1]}`]))
  await deaf.says(/here/)
  await endPrograms(500)
  expect(deaf.process.signalCode).toBe('SIGKILL')
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
