import { parentPort, workerData } from 'node:worker_threads'
import { blockPacker } from './block-packer.ts'
import { transferOf } from './packed-readings.ts'
import { readingReader } from './reading-reader.ts'
import { readingWriter } from './reading-writer.ts'
import { serveCalls } from './worker-calls.ts'

// One file for all threads of the stores; which of them this is comes with its start.
const given: { role: 'write' | 'read'; file: string } | { role: 'pack' } = workerData

function handlersOf() {
  if (given.role === 'pack') return blockPacker()
  return given.role === 'write' ? readingWriter(given.file) : readingReader(given.file)
}

if (parentPort === null) throw new Error('This file runs in a thread of its own.')
serveCalls(parentPort, handlersOf(), transferOf)
