import { connect } from 'node:net'

/** `no-host`: the network itself says that nobody has this address. `unasked`: this machine could not even ask. */
export type PortAnswer = 'open' | 'closed' | 'silent' | 'no-host' | 'unasked'

const REFUSED = new Set(['ECONNREFUSED', 'ECONNRESET'])
const NOBODY = new Set(['EHOSTUNREACH', 'EHOSTDOWN'])

/** Opens a connection and closes it at once, without a word said. */
export function tryPort(host: string, port: number, timeoutMs: number): Promise<PortAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const settle = (answer: PortAnswer) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => settle('silent'), timeoutMs)
    socket.once('connect', () => settle('open'))
    socket.on('error', (error: NodeJS.ErrnoException) => settle(answerOf(error.code ?? '')))
  })
}

function answerOf(errorCode: string): PortAnswer {
  if (REFUSED.has(errorCode)) return 'closed'
  return NOBODY.has(errorCode) ? 'no-host' : 'unasked'
}
