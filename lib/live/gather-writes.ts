import type { Socket } from 'node:net'

/** What Engine.IO's connection has, of which its types tell only a part. */
export type FlushingConnection = { flush(): void; request: { socket: Socket } }

/**
 * Lets what is sent to a client within one turn of the event loop leave in one write to its socket. A commit answers for hundreds of messages
 * at once, several of the same agent among them; a write each costs the server more than making the answers does, and the agent a wake-up each.
 */
export function gatherWrites(connection: FlushingConnection): void {
  const { socket } = connection.request
  const flush = connection.flush.bind(connection)
  let isDue = false
  connection.flush = () => {
    if (isDue) return
    isDue = true
    // After every promise of this turn, so after all answers of a commit.
    process.nextTick(() => {
      isDue = false
      socket.cork()
      flush()
      socket.uncork()
    })
  }
}
