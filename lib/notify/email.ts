import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { ChannelService, SendResult } from './channel.ts'
import { explainSmtp } from './email-answer.ts'
import { short } from './http-answer.ts'
import { isOpenIncident, type Notification, plainText } from './notification.ts'

const address = z.email()

const addresses = z
  .string()
  .transform((text) => text.split(/[,;\s]+/).filter((each) => each !== ''))
  .refine((list) => list.length > 0, 'Write at least one address')
  .refine((list) => list.length <= 20, 'At most 20 addresses')
  .refine((list) => list.every((each) => address.safeParse(each).success), 'One of these is not an e-mail address')
  .transform((list) => list.join(', '))

const settings = z
  .object({
    host: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'The name of a mail server, such as smtp.example.org'),
    port: z.coerce.number('A number').int().min(1).max(65_535).default(587),
    /** `auto`: TLS on port 465, STARTTLS on the others, left out only where nobody signs in and none is offered. */
    security: z.enum(['auto', 'tls', 'starttls', 'plain']).default('auto'),
    /** For a server at home with a certificate of its own making. */
    anyCertificate: z.boolean().default(false),
    user: z.string().trim().max(320).optional(),
    password: z.string().max(1000).optional(),
    from: z.email('Write the address that mails come from'),
    to: addresses,
  })
  .refine(({ user, password }) => !user || Boolean(password), {
    path: ['password'],
    message: 'A user name needs a password',
  })

type EmailSettings = z.output<typeof settings>

const TIMEOUT_MS = 10_000

/** E-mail over SMTP (RFC 5321), through any server that takes it. */
export const email: ChannelService<EmailSettings> = {
  kind: 'email',
  label: 'E-mail',
  settings,
  secretFields: ['password'],
  describe: ({ to }) => to,
  addresses: () => [],
  async send(given, notification): Promise<SendResult> {
    const transport = createTransport(smtpOptions(given))
    try {
      const { response, messageId } = await transport.sendMail(mailOf(given, notification))
      return { ok: true, answer: short(response), providerId: messageId }
    } catch (error) {
      return explainSmtp(error, given)
    } finally {
      transport.close()
    }
  },
}

/** How to connect: exported for the table that says which port and setting mean which encryption. */
export function smtpOptions({ host, port, security, anyCertificate, user, password }: EmailSettings) {
  const secure = security === 'tls' || (security === 'auto' && port === 465)
  return {
    host,
    port,
    secure,
    // A password never crosses a wire in clear unless the owner said "plain".
    requireTLS: !secure && (security === 'starttls' || (security === 'auto' && (port === 587 || Boolean(user)))),
    ignoreTLS: security === 'plain',
    tls: { rejectUnauthorized: !anyCertificate, minVersion: 'TLSv1.2' as const },
    auth: user ? { user, pass: password ?? '' } : undefined,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function mailOf({ from, to }: EmailSettings, notification: Notification) {
  const { id, incidentId, severity, title, html, attachments = [], atMs } = notification
  const domain = from.split('@')[1] ?? 'localhost'
  const thread = incidentId === undefined ? undefined : `<incident-${incidentId}.davylamp@${domain}>`
  return {
    from: { name: 'Davylamp', address: from },
    to,
    subject: title,
    text: plainText(notification) || title,
    html,
    date: new Date(atMs),
    // The same message sent twice has the same id, so that mailboxes can drop the second.
    messageId: `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}.davylamp@${domain}>`,
    // All mails of one incident stand in one thread.
    references: thread,
    inReplyTo: thread,
    // What is over must not ring like what begins.
    priority: severity === 'critical' && isOpenIncident(notification) ? ('high' as const) : ('normal' as const),
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: attachments.map(({ name, contentType, cid, content }) => ({
      filename: name,
      contentType,
      cid,
      content: Buffer.from(content, 'base64'),
    })),
  }
}
