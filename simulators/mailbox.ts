import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A mail as it arrived, read. Pictures inside `html` are written into it as data addresses. */
export type ReceivedMail = {
  /** Counts up from 1. */
  id: number
  receivedAtMs: number
  from: string
  to: string
  subject: string
  text: string
  html?: string
  messageId?: string
}

export type Mailbox = {
  host: string
  port: number
  /** Newest first. */
  mails(): ReceivedMail[]
  stop(): Promise<void>
}

const MOST_MAILS = 500
const MOST_BYTES = 5_000_000

/** A real SMTP server on loopback that takes every mail, from anybody to anybody, and keeps the last 500 in memory. */
export async function startMailbox(options: { port?: number } = {}): Promise<Mailbox> {
  const host = '127.0.0.1'
  const mails: ReceivedMail[] = []
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        count += 1
        mails.unshift({
          id: count,
          receivedAtMs: Date.now(),
          from: mail.from?.text ?? '',
          to: session.envelope.rcptTo.map(({ address }) => address).join(', '),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          ...(mail.html ? { html: mail.html } : {}),
          ...(mail.messageId ? { messageId: mail.messageId } : {}),
        })
        if (mails.length > MOST_MAILS) mails.pop()
        done()
      }, done)
    },
  })
  // A client that breaks off is no trouble of ours.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const address = server.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the mail server has no port')
  return {
    host,
    port: address.port,
    mails: () => [...mails],
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
