import type { Socket } from 'node:net'

/**
 * Ends a browser's connection when it has taken not a byte of what waits for it during `afterMs`, and calls `onDrop`. One that reads slowly
 * stays; one whose machine fell asleep asks for everything anew when it wakes. A connection that would have to be waited for to say
 * goodbye is destroyed, so that what waits is freed at once. While this process itself stood still (its machine slept, a debugger held it)
 * no browser could take anything: the time counts from its waking.
 */
export function dropWhenStalled(connection: Socket, afterMs: number, onDrop: () => void): void {
  let seenAwakeMs = performance.now()
  let wokeMs = Number.NEGATIVE_INFINITY
  const look = () => {
    const nowMs = performance.now()
    if (nowMs - seenAwakeMs > afterMs / 2) wokeMs = nowMs
    seenAwakeMs = nowMs
  }
  const heartbeat = setInterval(look, afterMs / 4).unref()
  connection.once('close', () => clearInterval(heartbeat))
  // The HTTP server's own listener would end a browser to which there was merely nothing to say.
  connection.removeAllListeners('timeout')
  // Node begins anew whenever a part of a long write was taken, and at the next write after a silence.
  connection.setTimeout(afterMs)
  connection.on('timeout', () => {
    if (connection.writableLength === 0) return
    // After standing still, this comes before anything that was taken meanwhile.
    look()
    if (performance.now() - wokeMs < afterMs) {
      connection.setTimeout(afterMs)
      return
    }
    onDrop()
    connection.destroy()
  })
}
