import type { Metadata } from 'next'
import { dayInWords } from '#lib/domain/date-words'
import { describeInstallation } from '#lib/services/describe-installation'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { Age } from '../../ui/age.client'
import { Card } from '../../ui/card'
import classes from '../settings.module.css'
import { BackupButton } from './backup-button.client'

export const metadata: Metadata = { title: 'About' }

export default async function About() {
  const session = await requireSession()
  const server = runningServer()
  const facts = await describeInstallation(server)
  const timeZone = [...server.fleet.sites.values()][0]?.timeZone ?? 'UTC'
  const mayChange = session.role === 'owner'
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      <Card title="This installation">
        <dl className={classes.facts}>
          <dt>Davylamp</dt>
          <dd>{facts.version}</dd>
          <dt>Node.js</dt>
          <dd>{facts.nodeVersion}</dd>
          <dt>Started</dt>
          <dd>
            <Age atMs={facts.startedAtMs} timeZone={timeZone} />
          </dd>
          <dt>Rigs</dt>
          <dd>
            {facts.rigs} at {facts.sites} {facts.sites === 1 ? 'site' : 'sites'}
          </dd>
          <dt>Full readings since</dt>
          <dd>{facts.oldestReadingMs === undefined ? 'none yet' : dayInWords(facts.oldestReadingMs, timeZone)}</dd>
          {mayChange ? (
            <>
              <dt>Data folder</dt>
              <dd>
                <code>{facts.dataDir}</code>
              </dd>
              <dt>Database</dt>
              <dd>
                <code>{facts.databaseFile}</code>, {megabytes(facts.databaseBytes)}
              </dd>
            </>
          ) : null}
        </dl>
      </Card>
      {mayChange ? (
        <Card title="Backup">
          <div className={classes.stack}>
            <dl className={classes.facts}>
              <dt>Every night</dt>
              <dd>{facts.nightlyBackup ? 'yes, the last 7 are kept' : 'switched off (DAVYLAMP_BACKUP)'}</dd>
              <dt>Kept in</dt>
              <dd>
                <code>{facts.backupDir}</code>
              </dd>
              <dt>The newest</dt>
              <dd>
                {facts.newestBackup ? (
                  <>
                    <Age atMs={facts.newestBackup.atMs} timeZone={timeZone} />, {megabytes(facts.newestBackup.bytes)}
                  </>
                ) : (
                  'none yet'
                )}
              </dd>
            </dl>
            <p className={`${classes.muted} ${classes.small}`}>
              A backup holds everything but the file <code>secret</code> of the data folder. It is put back with{' '}
              <code>npm run --silent davylamp -- restore FILE</code> while the server is stopped.
            </p>
            <BackupButton />
          </div>
        </Card>
      ) : null}
    </div>
  )
}

function megabytes(bytes: number): string {
  return bytes < 10e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`
}
