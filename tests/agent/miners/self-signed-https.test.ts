import { createServer } from 'node:https'
import { expect, test } from 'vitest'
import { bitaxe } from '#agent/miners/bitaxe'
import { isPrivateAddress } from '#agent/miners/private-address'
import { fixture, listening, pretendHttp } from './pretend-miner'

/** A machine that made its own certificate, as those of the owner's network do. */
async function pretendHttps(): Promise<number> {
  const pem = fixture('self-signed.pem')
  return listening(
    createServer({ key: pem, cert: pem }, (request, response) => {
      response.writeHead(request.url === '/api/system/info' ? 200 : 404).end(fixture('bitaxe-gamma.json'))
    }),
  )
}

test('a machine in the own network may sign its own certificate; whoever has a name must prove it', async () => {
  const port = await pretendHttps()
  const target = { host: '127.0.0.1', port, scheme: 'https' as const, timeoutMs: 2_000 }
  expect(await bitaxe.read(target)).toMatchObject({ ok: true, reading: { miner: { name: 'bitaxe' } } })
  const named = await bitaxe.read({ ...target, host: 'localhost' })
  expect(named.ok ? '' : named.problem).toContain('no certificate that can be trusted')
})

test('a machine that sends its visitors to its own HTTPS is read there, one that sends them elsewhere is not', async () => {
  const port = await pretendHttps()
  const moved = (location: string) => pretendHttp(() => ({ status: 307, text: '', location }))
  const here = await moved(`https://127.0.0.1:${port}/login`)
  expect(await bitaxe.read(here)).toMatchObject({ ok: true, reading: { miner: { name: 'bitaxe' } } })
  const elsewhere = await bitaxe.read(await moved(`https://localhost:${port}/api/system/info`))
  expect(elsewhere.ok ? '' : elsewhere.failure).toBe('not-this-miner')
})

test.each([
  ['10.1.2.3', true],
  ['172.31.0.9', true],
  ['192.168.1.20', true],
  ['fe80::1', true],
  ['fd00::20', true],
  ['172.32.0.1', false],
  ['8.8.8.8', false],
  ['2001:db8::1', false],
  ['miner.lan', false],
])('%s belongs to a network of the owner: %s', (host, own) => {
  expect(isPrivateAddress(host)).toBe(own)
})
