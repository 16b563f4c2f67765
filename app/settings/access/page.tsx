import type { Metadata } from 'next'
import { listUsers } from '#lib/services/auth/list-users'
import { listKeys } from '#lib/services/list-keys'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import classes from '../settings.module.css'
import { KeysCard } from './keys-card.client'
import { PasswordCard } from './password-card.client'
import { PeopleCard } from './people-card.client'

export const metadata: Metadata = { title: 'People and keys' }

export default async function Access() {
  const session = await requireSession()
  const { database, fleet } = runningServer()
  const [users, keys] = await Promise.all([listUsers(database), listKeys(database)])
  const mayChange = session.role === 'owner'
  const timeZone = [...fleet.sites.values()][0]?.timeZone ?? 'UTC'
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      <PeopleCard
        people={users.map(({ id, name, email, role }) => ({ id, name, email, role, self: id === session.userId }))}
        mayChange={mayChange}
      />
      <PasswordCard />
      <KeysCard keys={keys.filter((key) => key.revokedAtMs === undefined)} timeZone={timeZone} mayChange={mayChange} />
    </div>
  )
}
