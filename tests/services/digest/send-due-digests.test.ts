import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#lib/db/database'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { saveAlertSettings } from '#lib/services/alerts/alert-settings'
import { sendDueDigests } from '#lib/services/digest/send-due-digests'
import { jobLease } from '#lib/services/hold-lease'
import { deliverOutbox } from '#lib/services/notify/deliver-outbox'
import { saveChannel } from '#lib/services/notify/save-channel'
import { openSecrets } from '#lib/services/secrets'
import { startMailbox } from '#simulators/mailbox'
import { digestMine, incident } from './digest-mine.ts'

const MONDAY = Date.UTC(2026, 10, 23)
const SEVEN = 7 * HOUR_MS
const config = {
  publicUrl: 'https://mine.example',
  allowPrivateWebhooks: false,
  secret: 's'.repeat(40),
  dataDir: '/nowhere',
}
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function mineWithMail() {
  const mailbox = await startMailbox()
  onTestFinished(() => mailbox.stop())
  const mine = await digestMine({ hoursFromMs: MONDAY - 8 * DAY_MS, untilMs: MONDAY + DAY_MS })
  const { database } = mine
  const secrets = openSecrets(config)
  const saved = await saveChannel(
    { database, secrets, config },
    {
      name: 'mail',
      kind: 'email',
      settings: {
        host: mailbox.host,
        port: mailbox.port,
        security: 'plain',
        from: 'lamp@mine.example',
        to: 'ada@mine.example',
      },
    },
  )
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  const choose = async (digest: { daily: boolean; weekly: boolean }) => {
    expect(
      await saveAlertSettings(database, { digest: { ...digest, minute: 420, channelIds: [saved.channelId] } }),
    ).toMatchObject({ ok: true })
  }
  const run = async (nowMs: number) =>
    sendDueDigests({ database, fleet: await mine.openFleet(nowMs), config }, { nowMs })
  const deliver = async (nowMs: number) => {
    const lease = jobLease(database)
    const fence = (await lease.keep(nowMs)) ?? 0
    await deliverOutbox(
      { database, secrets, config, log: silent },
      { right: { fence, guard: (rows, held) => lease.guard(rows, held) }, clock: () => nowMs },
    )
    await lease.release()
  }
  return { ...mine, mailbox, choose, run, deliver }
}

test('each digest comes once, at its hour, through a real mail server, and reads well without pictures', async () => {
  const { database, mailbox, choose, run, deliver } = await mineWithMail()
  await choose({ daily: true, weekly: true })
  await incident(database, { startedAtMs: MONDAY - 2 * HOUR_MS, subjectName: '<b>left</b> & co' })
  // Switched on on Sunday evening: what was due in the morning is not made up for.
  expect(await run(MONDAY - 5 * HOUR_MS)).toBe(0)
  expect(await run(MONDAY + SEVEN - 1)).toBe(0)
  expect(await run(MONDAY + SEVEN)).toBe(2)
  expect(await run(MONDAY + SEVEN + MINUTE_MS / 2)).toBe(0)
  await deliver(MONDAY + SEVEN)
  expect(
    mailbox
      .mails()
      .map(({ subject }) => subject.split(':')[0])
      .sort(),
  ).toEqual(['Mon 16 Nov to Sun 22 Nov', 'Sun 22 Nov'])
  const daily = mailbox.mails().find(({ subject }) => subject.startsWith('Sun 22 Nov:'))
  expect(daily?.subject).toMatch(/−\$4\.54 profit, 1 thing needs you$/)
  expect(daily?.text).toContain('Revenue $9.86, cost $14.40, energy 144 kWh.')
  expect(daily?.text).toContain('<b>left</b> & co: offline')
  expect(daily?.html).not.toContain('<b>left</b>')
  expect(daily?.html).toContain('&#60;b&#62;left&#60;/b&#62; &#38; co')
  expect(daily?.html).toContain('src="data:image/png;base64,')
  expect(daily?.html).not.toMatch(/(src|background)="https?:/)

  expect(await run(MONDAY + DAY_MS + SEVEN + HOUR_MS)).toBe(1)
  await deliver(MONDAY + DAY_MS + SEVEN + HOUR_MS)
  expect(mailbox.mails()).toHaveLength(3)
})

test('a process that starts again, and one whose lease is lost, say nothing twice', async () => {
  const { url, openFleet, choose, run, database } = await mineWithMail()
  await choose({ daily: true, weekly: false })
  await run(MONDAY)
  const nowMs = MONDAY + SEVEN + 5 * HOUR_MS
  const lost = sendDueDigests(
    { database, fleet: await openFleet(nowMs), config },
    { nowMs, guard: () => Promise.reject(new Error('somebody else holds the lease')) },
  )
  await expect(lost).rejects.toThrow('somebody else')
  expect(await database.outboxMessage.count()).toBe(0)
  expect(await run(nowMs)).toBe(1)

  const again = await openDatabase(url)
  onTestFinished(() => again.$disconnect())
  expect(await sendDueDigests({ database: again, fleet: await openFleet(nowMs), config }, { nowMs })).toBe(0)
  // A later hour on the same day is another moment, but the same digest.
  await saveAlertSettings(again, { digest: { daily: true, weekly: false, minute: 720, channelIds: [] } })
  await sendDueDigests({ database: again, fleet: await openFleet(nowMs), config }, { nowMs })
  expect(await again.outboxMessage.findMany({ select: { key: true } })).toEqual([
    { key: expect.stringMatching(/^digest\/daily\/2026-11-22\/\d+$/) },
  ])
})

test('after a week without power the latest digest comes, not seven', async () => {
  const { choose, run } = await mineWithMail()
  await choose({ daily: true, weekly: false })
  await run(MONDAY - 6 * DAY_MS)
  expect(await run(MONDAY + SEVEN + HOUR_MS)).toBe(1)
  expect(await run(MONDAY + SEVEN + 2 * HOUR_MS)).toBe(0)
})
