import { spawn } from 'node:child_process'
import { follow } from '../journeys/program'

// A program that stays, of a process that is killed by the test: see `leash.test.ts`.
const stays = follow(spawn(process.execPath, ['-e', 'console.log("here"); setInterval(() => {}, 1_000)']))
await stays.says(/here/)
process.stdout.write(`program ${stays.process.pid}\n`)
