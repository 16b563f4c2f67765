import type { PortAnswer } from './try-port'

const PORTS_AT_ONCE = 4

/**
 * Which ports of a host are open, a few at a time, so that a small machine is not startled. Over Wi-Fi the first packet to a
 * machine that sleeps is often lost: where something answers, silent ports are tried once more, and where nothing does, the
 * first few are.
 */
export async function openPorts(
  ports: readonly number[],
  tryPort: (port: number) => Promise<PortAnswer>,
  signal?: AbortSignal,
): Promise<number[]> {
  const answers = new Map<number, PortAnswer>()
  /** False when the network says that nobody is there, or there is no way to it. */
  async function tryAll(some: readonly number[]): Promise<boolean> {
    for (let from = 0; from < some.length && !signal?.aborted; from += PORTS_AT_ONCE) {
      const few = some.slice(from, from + PORTS_AT_ONCE)
      const heard = await Promise.all(few.map(tryPort))
      for (const [index, port] of few.entries()) answers.set(port, heard[index] ?? 'silent')
      if (heard.every((answer) => answer === 'no-host' || answer === 'unasked')) return false
    }
    return true
  }
  if (!(await tryAll(ports))) return []
  const silent = ports.filter((port) => answers.get(port) === 'silent')
  const isThere = [...answers.values()].some((answer) => answer === 'open' || answer === 'closed')
  await tryAll(isThere ? silent : silent.slice(0, PORTS_AT_ONCE))
  return ports.filter((port) => answers.get(port) === 'open')
}
