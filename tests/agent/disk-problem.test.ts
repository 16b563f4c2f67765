import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { diskProblem } from '#agent/disk-problem'
import { writeConfig } from '#agent/join'

test('a folder that cannot be is a sentence with a remedy, and a fault of the program stays one', () => {
  const parent = mkdtempSync(join(tmpdir(), 'agent-disk-'))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const file = join(parent, 'file')
  writeFileSync(file, '')
  const request = { server: 'http://server:3000', token: 't', targets: [] }
  try {
    writeConfig(file, request)
    expect.unreachable()
  } catch (error) {
    expect(diskProblem(file, error)).toBe(
      `The folder ${file} cannot be used: a file of that name stands in its place: choose another folder with --state.`,
    )
  }
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  expect(diskProblem('/x', full)).toContain('the disk is full: make room')
  expect(diskProblem('/x', new TypeError('x is not a function'))).toBeUndefined()
})
