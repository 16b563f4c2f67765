import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { dropWhenStalled } from '#lib/live/stalled-browser'

const MORE_THAN_THE_KERNEL_TAKES = 32 * 1024 * 1024

function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** Both ends of a connection. */
async function connectionOfTwo(): Promise<{ server: Socket; browser: Socket }> {
  const listener = createServer()
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numbered port')
  const accepted = once(listener, 'connection')
  const browser = connect(address.port, '127.0.0.1')
  const [server]: Socket[] = await accepted
  if (!server) throw new Error('nobody connected')
  server.on('error', () => undefined)
  onTestFinished(() => {
    browser.destroy()
    server.destroy()
    listener.close()
  })
  return { server, browser }
}

test('a browser that takes nothing is let go, and what waited for it is freed', async () => {
  const { server, browser } = await connectionOfTwo()
  browser.pause()
  let dropped = 0
  dropWhenStalled(server, 100, () => {
    dropped += 1
  })
  server.write(Buffer.alloc(MORE_THAN_THE_KERNEL_TAKES))
  await once(server, 'close')
  expect(dropped).toBe(1)
})

test('a browser that reads slowly gets everything, though it takes longer than one may do nothing', async () => {
  const { server, browser } = await connectionOfTwo()
  let dropped = 0
  let received = 0
  dropWhenStalled(server, 400, () => {
    dropped += 1
  })
  const startedMs = performance.now()
  browser.on('data', (bytes) => {
    received += bytes.length
    if (received >= MORE_THAN_THE_KERNEL_TAKES) browser.emit('all')
    browser.pause()
    setTimeout(() => browser.resume(), 2)
  })
  const all = once(browser, 'all')
  server.write(Buffer.alloc(MORE_THAN_THE_KERNEL_TAKES))
  await all
  expect(performance.now() - startedMs).toBeGreaterThan(400)
  expect(dropped).toBe(0)
  expect(server.destroyed).toBe(false)
})

test('a browser to which nothing is said stays', async () => {
  const { server } = await connectionOfTwo()
  const quiet = once(server, 'timeout')
  dropWhenStalled(server, 50, () => {
    throw new Error('it was dropped')
  })
  const again = once(server, 'timeout')
  await Promise.race([quiet, again])
  expect(server.destroyed).toBe(false)
})

test('a browser that was quiet at first and takes nothing later is let go', async () => {
  const { server, browser } = await connectionOfTwo()
  let dropped = 0
  dropWhenStalled(server, 50, () => {
    dropped += 1
  })
  await once(server, 'timeout')
  expect(dropped).toBe(0)
  browser.pause()
  server.write(Buffer.alloc(MORE_THAN_THE_KERNEL_TAKES))
  await once(server, 'close')
  expect(dropped).toBe(1)
})

test('a browser that reads stays though this process stood still for longer than it may do nothing', async () => {
  const { server, browser } = await connectionOfTwo()
  let dropped = 0
  let received = 0
  dropWhenStalled(server, 200, () => {
    dropped += 1
  })
  browser.on('data', (bytes) => {
    received += bytes.length
    if (received >= MORE_THAN_THE_KERNEL_TAKES) browser.emit('all')
  })
  const all = once(browser, 'all')
  const dropping = once(server, 'close').then(() => 'dropped')
  browser.pause()
  server.write(Buffer.alloc(MORE_THAN_THE_KERNEL_TAKES))
  // Node takes what went to the kernel at first for progress: only the second silence counts.
  standStill(250)
  await nextTurn()
  await nextTurn()
  browser.resume()
  standStill(250)
  expect(await Promise.race([all.then(() => 'all'), dropping])).toBe('all')
  expect(dropped).toBe(0)
})
