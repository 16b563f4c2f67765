import { migrateDatabase } from '#lib/db/migrate'

// A process of its own, for the test that starts several at once.
console.log(JSON.stringify(await migrateDatabase(process.argv[2] ?? '')))
