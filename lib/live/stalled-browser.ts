import type { Socket } from 'node:net'

/**
 * Ends a browser's connection when it has taken not a byte of what waits for it during `afterMs`, and calls `onDrop`. One that reads slowly
 * stays; one whose machine fell asleep asks for everything anew when it wakes. A connection that would have to be waited for to say
 * goodbye is destroyed, so that what waits is freed at once.
 */
export function dropWhenStalled(connection: Socket, afterMs: number, onDrop: () => void): void {
  // The HTTP server's own listener would end a browser to which there was merely nothing to say.
  connection.removeAllListeners('timeout')
  // Node begins anew whenever a part of a long write was taken.
  connection.setTimeout(afterMs, () => {
    if (connection.writableLength === 0) return
    onDrop()
    connection.destroy()
  })
}
