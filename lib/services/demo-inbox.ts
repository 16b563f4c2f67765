/** A mail that the demo's own mail server received. Pictures inside `html` are written into it. */
export type DemoMail = {
  id: number
  receivedAtMs: number
  to: string
  subject: string
  text: string
  html?: string
}

/** What only the demo has: a mailbox that its messages arrive in. */
export type DemoInbox = {
  /** Newest first. */
  mails(): DemoMail[]
  /** What is different from a real installation, a sentence each. */
  notes: string[]
}
