import type { SendResult } from './channel.ts'
import { short } from './http-answer.ts'

type Refusal = Extract<SendResult, { ok: false }>

/**
 * What went wrong with a mail, for people. A reply of 4xx can pass, one of 5xx would be repeated (RFC 5321, 4.2.1);
 * what the network does can pass.
 */
export function explainSmtp(error: unknown, { host, port }: { host: string; port: number }): Refusal {
  const { code, responseCode, response, message } = factsOf(error)
  const server = `${host}:${port}`
  const said = short(response ?? message)
  if (responseCode !== undefined) {
    const retry = responseCode < 500
    if (code === 'ETLS') return { ok: false, answer: inWords(code, server, said), retry }
    if (code === 'EAUTH') return { ok: false, answer: `${server} refused the user name or password: ${said}`, retry }
    return { ok: false, answer: `${server} refused the mail: ${said}`, retry }
  }
  return { ok: false, answer: inWords(code, server, said), retry: code !== 'EENVELOPE' && code !== 'ENOAUTH' }
}

function inWords(code: string | undefined, server: string, said: string): string {
  // OpenSSL's words where a server that speaks first in clear was met with TLS.
  if (/wrong version number|packet length too long/i.test(said)) {
    return `${server} does not speak TLS from the start: choose STARTTLS, or another port (${said})`
  }
  if (/certificate|altnames/i.test(said)) return `${server} has a certificate that is not trusted: ${said}`
  if (code === 'ETLS') return `${server} could not be spoken to with STARTTLS: ${said}`
  if (code === 'EDNS') return `${server} is not known to this machine's resolver: ${said}`
  if (code === 'ETIMEDOUT' || /greeting never received/i.test(said)) {
    return `${server} did not answer in time; a port for TLS must be used with TLS (${said})`
  }
  return `${server} could not be reached: ${said}`
}

function factsOf(error: unknown): { code?: string; responseCode?: number; response?: string; message: string } {
  if (!(error instanceof Error)) return { message: 'unknown' }
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    responseCode: 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined,
    response: 'response' in error && typeof error.response === 'string' ? error.response : undefined,
    message: error.message,
  }
}
