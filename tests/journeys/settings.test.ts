import { existsSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import type { Browser, Locator, Page } from 'playwright-core'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath, complaintsOf, openBrowser, openPage, pictureIfItFails, wordsOf } from './browser'
import { secretOf } from './installation'
import { answerWelcome, OWNER, signIn } from './owner'
import { removeFolders, startServer, temporaryFolder } from './program'
import { RecordingAgent } from './recording-agent'
import { ask, type Door, storedReadings } from './rest'

const priceOfDay = z.object({ fromMs: z.number(), toMs: z.number(), pricePerKwh: z.number() })
const fleetAnswer = z.object({
  sites: z.array(z.object({ id: z.number(), name: z.string(), pricesToday: z.array(priceOfDay).optional() })),
})
const rigsAnswer = z.object({
  rigs: z.array(
    z.object({
      id: z.number(),
      key: z.string(),
      name: z.string(),
      siteId: z.number(),
      lifecycle: z.string(),
      tags: z.array(z.string()),
    }),
  ),
})
const rigAnswer = z.object({
  perDay: z.object({ revenueParts: z.array(z.object({ coin: z.string(), price: z.number().optional() })) }),
})

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('the settings', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  let browser: Browser
  let page: Page
  let complaints: string[]
  let door: Door
  let token: string

  beforeAll(async () => {
    const dataDir = temporaryFolder('settings')
    server = await startServer(dataDir, {
      DAVYLAMP_OWNER_EMAIL: OWNER.email,
      DAVYLAMP_OWNER_PASSWORD: OWNER.password,
      DAVYLAMP_BUILT_IN_AGENT: 'off',
    })
    door = { url: server.url, key: await secretOf(dataDir, 'key') }
    token = await secretOf(dataDir, 'token')
    browser = await openBrowser()
    page = await openPage(browser)
    complaints = complaintsOf(page)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.end()
    removeFolders()
  })

  const rigs = async () => rigsAnswer.parse(JSON.parse(await ask(door, '/api/v1/rigs'))).rigs
  const rigCalled = async (name: string) => {
    const rig = (await rigs()).find((each) => each.name === name)
    if (!rig) throw new Error(`there is no rig called ${name}`)
    return rig
  }
  const siteCalled = async (name: string) => {
    const { sites } = fleetAnswer.parse(JSON.parse(await ask(door, '/api/v1/fleet')))
    return sites.find((each) => each.name === name)
  }
  const open = async (path: string) => {
    pictureIfItFails(page)
    await page.goto(`${server.url}${path}`)
  }
  const choose = (name: string, text: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  const confirm = async (title: string, deed: string): Promise<string> => {
    const question: Locator = page.getByRole('dialog', { name: title })
    const words = await wordsOf(question)
    await question.getByRole('button', { name: deed }).click()
    return words
  }

  test('an owner from the environment signs in and is asked for currency and tariff', async () => {
    await open('/')
    await signIn(page)
    await answerWelcome(page)
    expect((await siteCalled('Home'))?.pricesToday).toBeUndefined()
  })

  test('a site is added whose night tariff runs over midnight', async () => {
    await open('/settings/sites')
    await page.getByRole('button', { name: 'Add site' }).click()
    const form = page.getByRole('region', { name: 'New site' })
    await form.getByRole('textbox', { name: 'Name' }).fill('Barn')
    await form.getByRole('textbox', { name: 'Price of a kWh' }).fill('0.30')
    await form.getByRole('button', { name: 'Another price at night or other hours' }).click()
    const night = form.getByRole('group', { name: 'Other price 1' })
    await night.getByRole('textbox', { name: 'Price of a kWh' }).fill('0,20')
    await form.getByText('Runs over midnight, until 06:00 of the next day.').waitFor()
    await form.getByRole('button', { name: 'Add site' }).click()

    const barn = page.getByRole('region', { name: 'Barn', exact: true })
    await barn.waitFor()
    await form.waitFor({ state: 'hidden' })
    const stretches = await barn.getByRole('listitem').allInnerTexts()
    expect(stretches.map((words) => /\d\d:00 to \d\d:00/.exec(words)?.[0])).toEqual([
      '00:00 to 06:00',
      '06:00 to 22:00',
      '22:00 to 24:00',
    ])
    const today = (await siteCalled('Barn'))?.pricesToday ?? []
    expect(today.map(({ pricePerKwh }) => pricePerKwh)).toEqual([0.2, 0.3, 0.2])
    expect(new Set(today.map(({ toMs }) => clockInBerlin(toMs)))).toEqual(new Set(['06:00', '22:00', '00:00']))
  })

  test('an inventory file shows what it would do, and does it once it is taken', async () => {
    await open('/settings/rigs/inventory')
    const file = [
      'mac,name,site,tags,colour',
      'A4-BB-6D-01-02-03,Loft 1,Barn,monero; old,red',
      'a4:bb:6d:01:02:04,Loft 2,Barn,monero,red',
      'a4:bb:6d:01:02:05,Loft 3,Cellar,monero,red',
    ].join('\n')
    await choose('rigs.csv', file)
    const table = page.getByRole('region', { name: 'What the file would do, scrollable' })
    await table.getByRole('row', { name: /Loft 1 adds a rig with/ }).waitFor()
    expect(await wordsOf(table.getByRole('row', { name: /Loft 3/ }))).toContain('there is no site "Cellar"')
    await page.getByText('Not known here: colour.').waitFor()
    expect(await rigs()).toEqual([])

    await page.getByRole('button', { name: 'Take 2 rows, leave out 1' }).click()
    await page.getByText('Rigs changed: 0, added: 2, rows left out: 1.').waitFor()
    const barn = await siteCalled('Barn')
    expect(await rigs()).toMatchObject([
      { key: 'a4:bb:6d:01:02:03', name: 'Loft 1', siteId: barn?.id, tags: ['monero', 'old'] },
      { key: 'a4:bb:6d:01:02:04', name: 'Loft 2', siteId: barn?.id, tags: ['monero'] },
    ])
  })

  test('several rigs are changed at once', async () => {
    await open('/settings/rigs')
    await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
    const form = page.getByRole('form', { name: 'Change the chosen rigs' })
    await form.getByRole('combobox', { name: 'Life' }).click()
    await page.getByRole('option', { name: /repair/i }).click()
    await form.getByRole('combobox', { name: 'Add tags' }).fill('attic')
    await page.keyboard.press('Enter')
    await form.getByRole('button', { name: 'Change 2 rigs' }).click()
    await form.waitFor({ state: 'hidden' })
    const first = page.getByRole('row', { name: /Loft 1/ })
    await expect.poll(() => wordsOf(first)).toMatch(/repair.*attic/i)
    expect(await rigs()).toMatchObject([
      { name: 'Loft 1', lifecycle: 'repair', tags: expect.arrayContaining(['monero', 'old', 'attic']) },
      { name: 'Loft 2', lifecycle: 'repair', tags: expect.arrayContaining(['monero', 'attic']) },
    ])
  })

  test('a machine that is replaced leaves its rig’s name and history to the new one', async () => {
    const agent = new RecordingAgent(server.url, token, 'first')
    await expect.poll(() => agent.answeredCount).toBeGreaterThan(4)
    await agent.finish()
    const { id } = await rigCalled('Loft 1')
    await open(`/settings/rigs/${id}`)
    await page.getByRole('combobox', { name: 'Replace this machine by…' }).fill('first-l')
    await page.getByRole('option', { name: /first-left/ }).click()
    await page.getByRole('button', { name: 'Replace the machine' }).click()
    const words = await confirm('Replace the machine of Loft 1?', 'Replace machine')
    expect(words).toContain('its readings move here, and first-left is removed')
    await page.getByText('The new machine goes on in this rig’s place.').waitFor()
    await page.getByText('before: a4:bb:6d:01:02:03').waitFor()

    expect(await rigCalled('Loft 1')).toMatchObject({ id, key: 'first-left' })
    expect((await rigs()).map(({ name }) => name)).not.toContain('first-left')
    const stored = await storedReadings(door, 'first-left')
    expect(stored.map(({ at }) => at)).toEqual(agent.answered.get('first-left'))
  })

  test('two rigs that are one machine become one, with the readings of both', async () => {
    const kept = await rigCalled('first-right')
    const before = await storedReadings(door, 'first-right')
    const agent = new RecordingAgent(server.url, token, 'again')
    await expect.poll(() => agent.answeredCount).toBeGreaterThan(4)
    await agent.finish()
    const gone = await rigCalled('again-right')
    await open(`/settings/rigs/${gone.id}`)
    await page.getByRole('combobox', { name: 'This is the same machine as…' }).fill('first-r')
    await page.getByRole('option', { name: 'first-right' }).click()
    await page.getByRole('button', { name: 'Merge into first-right' }).click()
    const words = await confirm('Merge again-right into first-right?', 'Merge rigs')
    expect(words).toContain('again-right is removed with what was set for it. This cannot be undone')
    await page.waitForURL(new RegExp(`/settings/rigs/${kept.id}$`))
    await page.getByText('before: first-right').waitFor()

    expect(await rigCalled('first-right')).toMatchObject({ id: kept.id, key: 'again-right' })
    const stored = await storedReadings(door, 'again-right')
    expect(stored.map(({ at }) => at)).toEqual([
      ...before.map(({ at }) => at),
      ...(agent.answered.get('again-right') ?? []),
    ])
    await page.goto(`${server.url}/rigs/${gone.id}`)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  })

  test('a file of rates is refused whole for one bad row, and else values work at once', async () => {
    await open('/settings/market')
    const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString()
    await choose('bad.csv', `time,coin,price\n${hour},XMR,201.5\n${hour},XMR,cheap`)
    const refusal = page.getByRole('alert').filter({ hasText: 'Nothing was taken.' })
    await refusal.waitFor()
    expect(await wordsOf(refusal)).toContain('line 3: price must be a number above 0')
    const row = page.getByRole('row', { name: /^XMR/ })
    expect(await wordsOf(row)).not.toContain('201.5')

    await choose('good.csv', `time,coin,price,difficulty,reward\n${hour},XMR,201.5,600000000000,0.6`)
    await page.getByText('good.csv: 1 prices and 1 difficulties taken.').waitFor()
    await expect.poll(() => wordsOf(row)).toMatch(/201\.50 a file of rates/)

    const agent = new RecordingAgent(server.url, token, 'again')
    const { id } = await rigCalled('first-right')
    await expect
      .poll(async () => rigAnswer.parse(JSON.parse(await ask(door, `/api/v1/rigs/${id}`))).perDay.revenueParts)
      .toMatchObject([{ coin: 'XMR', price: 201.5 }])
    await agent.finish()
  })

  test('a backup is written while the server runs, and holds every rig', async () => {
    await open('/settings/about')
    await page.getByRole('button', { name: 'Back up now' }).click()
    const told = page.getByRole('status').filter({ hasText: 'Written:' })
    await told.waitFor()
    const path = await wordsOf(told.getByRole('code'))
    expect(existsSync(path)).toBe(true)
    const copy = new BetterSqlite3(path, { readonly: true })
    expect(copy.prepare('SELECT name FROM rig ORDER BY id').pluck().all()).toEqual(
      (await rigs()).map(({ name }) => name),
    )
    copy.close()
    await expect.poll(() => page.getByText('none yet').count()).toBe(0)
  })

  test('an agent whose token is revoked is cut off, and not let in again', async () => {
    const socket = io(`${server.url}/agents`, {
      transports: ['websocket'],
      auth: { token, protocol: 1, agent: { id: '5f0c2f0e-3f7f-4f0e-9a53-2b54b9a3a001', name: 'a box' } },
      reconnection: false,
    })
    const event = (name: 'connect' | 'disconnect' | 'connect_error') =>
      new Promise<unknown>((resolve) => socket.once(name, resolve))
    await event('connect')
    const cutOff = event('disconnect')
    await open('/settings/agents')
    await page.getByRole('button', { name: 'Revoke a token' }).click()
    expect(await confirm('Revoke a token?', 'Revoke')).toContain('Their rigs and history stay.')
    await page.getByText('No token yet.').waitFor()
    await cutOff
    const refusal = event('connect_error')
    socket.connect()
    expect(String(await refusal)).toMatch(/token/)
    socket.disconnect()
  })

  test('no page of the settings complained on the console', () => {
    expect(complaints).toEqual([])
  })

  test('one’s own password is changed by whoever knows the present one', async () => {
    await open('/settings/access')
    const card = page.getByRole('region', { name: 'Your password' })
    const fill = async (present: string, next: string) => {
      await card.getByRole('textbox', { name: 'Present password' }).fill(present)
      await card.getByRole('textbox', { name: 'New password' }).fill(next)
      await card.getByRole('button', { name: 'Change password' }).click()
    }
    await fill('not the present one', 'a-new-lamp-for-the-old')
    await card.getByText('This is not your password').waitFor()
    await fill(OWNER.password, 'a-new-lamp-for-the-old')
    await page.getByText('Password changed').waitFor()

    const elsewhere = await openPage(browser)
    pictureIfItFails(elsewhere)
    await elsewhere.goto(`${server.url}/sign-in`)
    await signIn(elsewhere)
    await elsewhere.getByRole('alert').filter({ hasText: /./ }).waitFor()
    await signIn(elsewhere, { ...OWNER, password: 'a-new-lamp-for-the-old' })
    await elsewhere.getByRole('heading', { name: 'Fleet' }).waitFor()
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'Fleet' }).waitFor()
  })
})

function clockInBerlin(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }).format(
    atMs,
  )
}
