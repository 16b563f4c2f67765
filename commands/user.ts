import { listUsers } from '#lib/services/auth/list-users'
import { setPassword } from '#lib/services/auth/set-password'
import { createOneTimeLink, oneTimeLinkPath } from '#lib/services/one-time-link'
import { CommandProblem } from './command-problem.ts'
import { readSecret } from './read-secret.ts'
import { moment, note, print, printTable, withDatabase } from './with-database.ts'

export async function list(): Promise<void> {
  const users = await withDatabase((database) => listUsers(database))
  printTable(
    ['E-MAIL', 'NAME', 'ROLE', 'CREATED'],
    users.map((user) => [user.email, user.name, user.role, moment(user.createdAtMs)]),
  )
}

/** Sets the password from a file; without one, prints a link with which its owner sets it. */
export async function resetPassword(email: string, options: { passwordFile?: string }): Promise<void> {
  await withDatabase(async (database, config) => {
    if (options.passwordFile !== undefined) {
      const result = await setPassword(database, email, readSecret(options.passwordFile))
      if (!result.ok) throw new CommandProblem(result.reason)
      note(`The password of ${email} is changed; whoever was signed in with it is signed out.`)
      return
    }
    const user = (await listUsers(database)).find((known) => known.email === email.toLowerCase())
    if (!user) throw new CommandProblem(`Nobody with the e-mail address ${email} may sign in here.`)
    const secret = await createOneTimeLink(database, { purpose: 'reset', userId: user.id })
    note('Open this link within a day, while the server runs, to set a new password. It works once:')
    print(`${config.publicUrl ?? `http://localhost:${config.port}`}${oneTimeLinkPath(secret)}`)
  })
}
