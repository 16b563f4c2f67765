import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

// Copying takes as long as the database is large and would stop everything else in its thread. The code is this short,
// and given as text, because a thread does not inherit what lets this program run from its TypeScript sources.
const COPY_AND_CHECK = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Sqlite = require(workerData.driver)
  const source = new Sqlite(workerData.from, { readonly: true, fileMustExist: true, timeout: 60000 })
  source.prepare('VACUUM INTO ?').run(workerData.to)
  source.close()
  const copy = new Sqlite(workerData.to, { readonly: true })
  parentPort.postMessage(copy.pragma('quick_check', { simple: true }))
  copy.close()
`

/**
 * Copies a database that may be in use to a new file: one consistent moment, without what was deleted. Throws when the
 * copy cannot be written, or is not sound when it is read back.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  const worker = new Worker(COPY_AND_CHECK, { eval: true, execArgv: [], workerData: { driver, from, to } })
  const found = await new Promise<unknown>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The thread that copies the database ended without an answer.')))
  })
  if (found !== 'ok') throw new Error(`The copy of the database is not sound: ${found}.`)
}
