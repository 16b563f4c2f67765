import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../db/temporary-database.ts'
import { fired, resolved } from './example-notification.ts'
import { mailDouble, recipients } from './mail-double.ts'
import { send } from './send.ts'

const mail = { host: '127.0.0.1', from: 'davylamp@mine.example', to: 'ann@mine.example; bob@mine.example' }
const signedIn = { user: 'miner', password: 'pa55word-of-mail' }

/** A certificate of its own making, as home servers have. */
async function ownCertificate(): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await temporaryFolder()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=mail.mine.example', '-addext', 'subjectAltName=IP:127.0.0.1']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}

test('a mail arrives with its lines, its link and one thread per incident', async () => {
  const server = await mailDouble({ disabledCommands: ['STARTTLS'] })
  const settings = { ...mail, port: server.port, security: 'plain', ...signedIn }
  expect(await send('email', settings)).toMatchObject({ ok: true, answer: expect.stringMatching(/^250 /) })
  expect(await send('email', settings, resolved)).toMatchObject({ ok: true })
  const [first, second] = server.mails
  expect(first).toMatchObject({ subject: fired.title, from: { text: '"Davylamp" <davylamp@mine.example>' } })
  expect(first?.text?.trim().split('\n')).toEqual([...fired.lines, 'https://mine.example/alerts/12'])
  expect(first && recipients(first)).toBe('ann@mine.example, bob@mine.example')
  expect(first?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(first?.inReplyTo).toBe('<incident-12.davylamp@mine.example>')
  expect(second?.inReplyTo).toBe(first?.inReplyTo)
  expect(server.sessions).toEqual([
    { secure: false, user: 'miner' },
    { secure: false, user: 'miner' },
  ])
})

test('a mail sent twice is the same mail to a mailbox', async () => {
  const server = await mailDouble({ disabledCommands: ['STARTTLS'] })
  await send('email', { ...mail, port: server.port })
  await send('email', { ...mail, port: server.port })
  await send('email', { ...mail, port: server.port }, resolved)
  const [first, again, other] = server.mails.map(({ messageId }) => messageId)
  expect(first).toBe(again)
  expect(first).not.toBe(other)
})

test('a digest shows its page and its picture', async () => {
  const server = await mailDouble({ disabledCommands: ['STARTTLS'] })
  const picture = {
    name: 'week.png',
    contentType: 'image/png',
    cid: 'week',
    content: Buffer.from('png').toString('base64'),
  }
  const digest = {
    ...fired,
    kind: 'digest' as const,
    html: '<p>Your week <img src="cid:week"></p>',
    attachments: [picture],
  }
  await send('email', { ...mail, port: server.port }, digest)
  expect(server.mails[0]?.html).toContain('Your week')
  expect(server.mails[0]?.attachments).toMatchObject([{ filename: 'week.png', contentType: 'image/png', cid: 'week' }])
  expect(server.mails[0]?.attachments[0]?.content.toString()).toBe('png')
})

test.each([
  ['TLS from the start', true, 'tls'],
  ['STARTTLS', false, 'starttls'],
  ['STARTTLS where somebody signs in', false, 'auto'],
])('a password travels under %s, with a certificate that was trusted by the owner', async (_what, secure, security) => {
  const server = await mailDouble({ secure, ...(await ownCertificate()) })
  const settings = { ...mail, port: server.port, security, ...signedIn }
  const refused = await send('email', settings)
  expect(refused).toMatchObject({ ok: false, answer: expect.stringMatching(/certificate that is not trusted/) })
  expect(server.mails).toHaveLength(0)
  expect(await send('email', { ...settings, anyCertificate: true })).toMatchObject({ ok: true })
  expect(server.sessions).toEqual([{ secure: true, user: 'miner' }])
})

test('a password is not sent in clear because a server offers nothing better', async () => {
  const server = await mailDouble({ disabledCommands: ['STARTTLS'] })
  const result = await send('email', { ...mail, port: server.port, ...signedIn })
  expect(result).toMatchObject({ ok: false, answer: expect.stringMatching(/STARTTLS/) })
  expect(server.mails).toHaveLength(0)
})

test('a wrong password is told in the server’s words, and is not in them', async () => {
  const server = await mailDouble({ disabledCommands: ['STARTTLS'] })
  const settings = { ...mail, port: server.port, security: 'plain', user: 'miner', password: 'wr0ng-password' }
  const result = await send('email', settings)
  expect(result).toMatchObject({ ok: false, retry: false })
  expect(result.answer).toMatch(/refused the user name or password: 535 5\.7\.8 Authentication credentials invalid/)
  expect(result.answer).not.toContain('wr0ng-password')
})

// RFC 5321, 4.2.1: 4yz can pass, 5yz would be repeated.
test.each([
  [451, '4.3.0 Try again later', true],
  [550, '5.1.1 No such mailbox', false],
])('a recipient refused with %i: trying again helps: %s %s', async (code, words, retry) => {
  const server = await mailDouble({ disabledCommands: ['STARTTLS'], refuse: () => ({ code, words }) })
  const result = await send('email', { ...mail, to: 'ann@mine.example', port: server.port })
  expect(result).toMatchObject({ ok: false, retry, answer: expect.stringContaining(`refused the mail`) })
  expect(result.answer).toContain(words)
})

test('a server that is not there is told from one that speaks no TLS', async () => {
  const gone = await send('email', { ...mail, port: 1 })
  expect(gone).toMatchObject({ ok: false, retry: true, answer: expect.stringMatching(/could not be reached/) })
  const plain = await mailDouble({ disabledCommands: ['STARTTLS'] })
  const tls = await send('email', { ...mail, port: plain.port, security: 'tls' })
  expect(tls).toMatchObject({ ok: false, answer: expect.stringMatching(/does not speak TLS from the start/) })
})
