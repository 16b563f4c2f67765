import { openReadingStore } from '#lib/db/open-reading-store'
import { gpuReading, MIDNIGHT } from './some-readings.ts'

// Appends without end, a reading of its own frame each, and prints what became of it.
const store = await openReadingStore(process.argv[2] ?? '')
for (let at = MIDNIGHT; ; at += 10_000) {
  const reading = { ...gpuReading(at), errors: [{ text: `${at} `.repeat(100) }] }
  const answer = await store.append([{ rigId: 1, receivedAtMs: at, reading }]).catch(() => ['failed'])
  process.stdout.write(`${answer[0]} ${at}\n`)
  if (answer[0] === 'failed') await new Promise((resolve) => setTimeout(resolve, 5))
}
