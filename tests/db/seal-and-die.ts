import type Sqlite from 'better-sqlite3'
import { packSpans, writeSpans } from '#lib/db/seal-blocks'
import { connectSqlite } from '#lib/db/sqlite-connection'

// Packs readings as the store's threads do, and kills this process before the write of the number given.
const [file = '', endedByMs = '0', dieBefore = '0'] = process.argv.slice(2)
let writes = 0

function about(): void {
  if (writes === Number(dieBefore)) process.kill(process.pid, 'SIGKILL')
  writes += 1
}

function deadly(connection: Sqlite.Database): Sqlite.Database {
  return new Proxy(connection, {
    get(target, name) {
      if (name === 'exec') {
        return (sql: string) => {
          about()
          return target.exec(sql)
        }
      }
      if (name !== 'prepare') return Reflect.get(target, name)
      return (sql: string) => {
        const statement = target.prepare(sql)
        const run = statement.run.bind(statement)
        statement.run = (...values: unknown[]) => {
          about()
          return run(...values)
        }
        return statement
      }
    },
  })
}

const connection = deadly(connectSqlite(file, 'write'))
const spans = packSpans(connection, Number(endedByMs)).packed
connection.exec('BEGIN IMMEDIATE')
writeSpans(connection, spans)
connection.exec('COMMIT')
about()
process.stdout.write(`${writes}\n`)
