import { parentPort, workerData } from 'node:worker_threads'
import { transferOf } from './packed-readings.ts'
import { readingReader } from './reading-reader.ts'
import { readingWriter } from './reading-writer.ts'
import { serveCalls } from './worker-calls.ts'

// One file for both threads of the store; which of them this is comes with its start.
const { role, file }: { role: 'write' | 'read'; file: string } = workerData

if (parentPort === null) throw new Error('This file runs in a thread of its own.')
serveCalls(parentPort, role === 'write' ? readingWriter(file) : readingReader(file), transferOf)
