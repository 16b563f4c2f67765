import { expect, test } from 'vitest'
import { install, logs, status } from '#agent/service/service-commands'

test('what would be installed can be read without installing it', () => {
  const { code, text } = install({ print: true, for: 'systemd' })
  expect(code).toBe(0)
  expect(text).toMatch(
    /^ExecStart=\S+ \/usr\/local\/lib\/davylamp-agent\/davylamp-agent\.cjs --state \/var\/lib\/davylamp-agent$/m,
  )
})

test('elsewhere the state stays where it was joined', () => {
  const { text } = install({ print: true, for: 'launchd', state: '/Users/ann/miners' })
  expect(text).toContain('<string>/Users/ann/miners</string>')
  expect(text).toContain('<string>/Users/ann/miners/davylamp-agent.log</string>')
})

test('a system that nobody knows is refused with those that are', () => {
  expect(install({ for: 'openrc' })).toEqual({
    code: 1,
    text: 'There is no definition for "openrc": --for takes systemd, launchd or windows.',
  })
})

test('status and logs of a folder without an agent say so, and end as systemctl does', async () => {
  expect(await status({ state: '/nowhere/miners' })).toMatchObject({ code: 3 })
  const { code, text } = await logs({ state: '/nowhere/miners' })
  expect(code).toBe(3)
  expect(text).toContain('No agent is running on /nowhere/miners.')
})
