import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from '#agent/folder-lock'

function someFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'folder-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A process that does nothing, and is there. */
async function otherProcess() {
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  await once(other, 'spawn')
  const end = async () => {
    const exit = once(other, 'exit')
    other.kill('SIGKILL')
    await exit
  }
  onTestFinished(async () => {
    if (other.signalCode === null) await end()
  })
  return { pid: other.pid ?? 0, end }
}

test('a second agent on a folder is refused, and told what to do', () => {
  const folder = someFolder()
  const first = lockFolder(folder)
  expect(first.ok).toBe(true)
  const second = lockFolder(folder)
  expect(second).toEqual({ ok: false, problem: expect.stringMatching(/is running on .*--state/) })
})

test('a folder that was given back is free', () => {
  const folder = someFolder()
  const first = lockFolder(folder)
  if (first.ok) first.release()
  expect(lockFolder(folder).ok).toBe(true)
})

test('an agent in another process holds its folder until it is killed', async () => {
  const folder = someFolder()
  const { pid, end } = await otherProcess()
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid }))
  expect(lockFolder(folder)).toEqual({ ok: false, problem: expect.stringContaining(`process ${pid}`) })
  await end()
  expect(lockFolder(folder).ok).toBe(true)
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
})

test.runIf(process.platform === 'linux')('a number that another process has by now holds nothing', async () => {
  const folder = someFolder()
  const { pid } = await otherProcess()
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid, started: 'an-earlier-boot/4711' }))
  expect(lockFolder(folder).ok).toBe(true)
})

test('a lock cut short by a full disk holds nothing', () => {
  const folder = someFolder()
  writeFileSync(join(folder, 'lock'), '{"pid":12')
  expect(lockFolder(folder).ok).toBe(true)
})
