import type { Metadata } from 'next'
import { runningServer } from '#lib/services/running-server'
import { describeStorage, type StorageFacts } from '#lib/services/storage/describe-storage'
import { requireSession } from '../../session'
import { Card } from '../../ui/card'
import { StateMark } from '../../ui/state-mark'
import classes from '../settings.module.css'
import { bytesInWords } from './bytes-in-words'
import { RetentionCard } from './retention-card.client'

export const metadata: Metadata = { title: 'Storage' }

export default async function Storage() {
  const session = await requireSession()
  const facts = await describeStorage(runningServer())
  const { retention, room } = facts
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      <RetentionCard
        kept={retention === 'forever' ? retention : retention.days}
        choices={facts.choices}
        rigs={facts.rigs}
        mayChange={session.role === 'owner'}
      />
      <Card title="Room on the disk">
        <dl className={classes.facts}>
          <dt>Database</dt>
          <dd>
            {bytesInWords(facts.databaseBytes)}, of which {bytesInWords(facts.reusableBytes)} is free for what comes
            next
          </dd>
          {facts.bytesPerReading === undefined ? null : (
            <>
              <dt>A packed reading</dt>
              <dd>{Math.round(facts.bytesPerReading)} bytes on average</dd>
            </>
          )}
          {facts.damaged.length === 0 ? null : (
            <>
              <dt>Damaged</dt>
              <dd>
                <StateMark mark="hot" tone="critical" word={damageInWords(facts.damaged)} />
              </dd>
            </>
          )}
          {room ? (
            <>
              <dt>Free on the disk</dt>
              <dd>
                {bytesInWords(room.freeBytes)} of {bytesInWords(room.totalBytes)}
              </dd>
              <dt>State</dt>
              <dd>
                <RoomInWords state={room.state} />
              </dd>
            </>
          ) : null}
        </dl>
      </Card>
    </div>
  )
}

const MOST_NAMED = 3

function damageInWords(damaged: StorageFacts['damaged']): string {
  const named = damaged
    .slice(0, MOST_NAMED)
    .map(({ rig, fromMs }) => `${rig} from ${new Date(fromMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`)
  const more = damaged.length > MOST_NAMED ? ` and ${damaged.length - MOST_NAMED} more` : ''
  return `Readings of three hours cannot be read back: ${named.join(', ')}${more}. Restore them from a backup, and check the disk. Everything else is kept and goes on.`
}

function RoomInWords({ state }: { state: NonNullable<StorageFacts['room']>['state'] }) {
  if (state === 'ample') return 'There is room enough.'
  if (state === 'tight') {
    return (
      <StateMark
        mark="hot"
        word="The disk is over 80% full. Free some room: from 90% on the oldest readings go first."
      />
    )
  }
  if (state === 'pressed') {
    return (
      <StateMark
        mark="hot"
        word="The disk is over 90% full: the oldest readings are being removed, never those of the last week."
      />
    )
  }
  return (
    <StateMark
      mark="hot"
      tone="critical"
      word="The disk is full: no reading is taken. Agents keep theirs and send them when there is room again."
    />
  )
}
