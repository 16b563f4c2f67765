import { openReadingStore } from '#lib/db/open-reading-store'
import { gpuReading, MIDNIGHT } from './some-readings.ts'

// Appends without end and prints each acknowledged reading, until it is killed.
const [url = '', start = '0'] = process.argv.slice(2)
const store = await openReadingStore(url)
let next = Number(start)

async function appendForEver(rigId: number): Promise<void> {
  for (;;) {
    const at = MIDNIGHT + next++ * 10
    await store.append([{ rigId, receivedAtMs: at, reading: gpuReading(at, rigId * 8) }])
    process.stdout.write(`${rigId} ${at}\n`)
  }
}

await Promise.all(Array.from({ length: 20 }, (_, index) => appendForEver(index + 1)))
