import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

export type MailDouble = { port: number; mails: ParsedMail[]; sessions: { secure: boolean; user?: string }[] }

/**
 * A real SMTP server on loopback that keeps what it gets; the user is `miner`, the password `pa55word-of-mail`.
 * `refuse` answers a recipient with that reply instead.
 */
export async function mailDouble(
  options: SMTPServerOptions & { refuse?: () => { code: number; words: string } | undefined } = {},
): Promise<MailDouble> {
  const { refuse, ...rest } = options
  const mails: ParsedMail[] = []
  const sessions: MailDouble['sessions'] = []
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth(auth, _session, done) {
      const known = auth.username === 'miner' && auth.password === 'pa55word-of-mail'
      if (known) done(null, { user: 'miner' })
      else done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }))
    },
    onRcptTo(_address, _session, done) {
      const refusal = refuse?.()
      done(refusal ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null)
    },
    onData(stream, session, done) {
      sessions.push({ secure: session.secure, user: session.user })
      simpleParser(stream).then((mail) => {
        mails.push(mail)
        done()
      }, done)
    },
    ...rest,
  })
  // A client that refuses our certificate is no error of ours.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return { port: address.port, mails, sessions }
}

/** What stands in the header `To`. */
export function recipients({ to }: ParsedMail): string | undefined {
  const list: AddressObject[] = to === undefined ? [] : [to].flat()
  return list.map(({ text }) => text).join(', ') || undefined
}
