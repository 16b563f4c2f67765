import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeAndPack } from '../storage/measure-storage.ts'

// npx tsx tests/bench/programs/storage.ts [rigs] [hours]: bytes a sample after packing, everything on disk.
const [rigs = 20, hours = 240] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'davylamp-storage-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const measured = await storeAndPack(folder, rigs, hours)
process.stdout.write(`${JSON.stringify({ rigs, hours, ...measured })}\n`)
