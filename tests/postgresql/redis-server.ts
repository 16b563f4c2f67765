import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AtEnd } from './nodes.ts'

/** An empty Redis of its own on a loopback port, gone at the end. Answers with its URL. */
export async function startRedis(port: number, atEnd: AtEnd): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-redis-'))
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder]
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  atEnd(async () => {
    server.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (part) => {
      said += part
      if (/ready to accept connections/i.test(said)) resolve()
    })
    server.once('close', () => reject(new Error(`redis-server did not start:\n${said}`)))
  })
  return `redis://127.0.0.1:${port}`
}
