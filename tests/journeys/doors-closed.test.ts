import { createHash } from 'node:crypto'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { Browser, Page } from 'playwright-core'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, complaintsOf, openBrowser, openPage, pictureIfItFails } from './browser'
import { OWNER, signIn } from './owner'
import { removeFolders, startServer, temporaryFolder } from './program'

let server: Awaited<ReturnType<typeof startServer>>
let dataDir: string

beforeAll(async () => {
  dataDir = temporaryFolder('doors')
  server = await startServer(dataDir, { DAVYLAMP_OWNER_EMAIL: OWNER.email, DAVYLAMP_OWNER_PASSWORD: OWNER.password })
})

afterAll(async () => {
  await server?.end()
  removeFolders()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { redirect: 'manual', headers })

const VIEWER = { name: 'Vera', email: 'vera@mine.example', password: 'only-looking-at-the-lamp' }

const GUESSES = [
  ['cookie', 'davylamp.session_token=guessed.signature'],
  ['authorization', 'Bearer guessed'],
] as const

describe('a stranger', () => {
  test.each(['/', '/rigs', '/rigs/1', '/earnings', '/add-rig', '/money', '/welcome', '/settings', '/settings/access'])(
    'is sent from %s to sign in',
    async (path) => {
      const answer = await get(path)
      expect(answer.status).toBe(307)
      expect(new URL(answer.headers.get('location') ?? '', server.url).pathname).toBe('/sign-in')
    },
  )

  test.each(['/settings', '/rigs/1/money', '/api/v1/rigs'])(
    'gets nothing of %s for a cookie or key of no worth',
    async (path) => {
      for (const [name, value] of GUESSES) {
        const answer = await get(path, { [name]: value })
        const refused = answer.status === 401 || answer.headers.get('location')?.includes('/sign-in')
        expect(refused, `${path} answered ${answer.status}`).toBeTruthy()
      }
    },
  )

  test.each([
    '/api/v1/rigs',
    '/api/v1/rigs/1',
    '/api/v1/rigs/1/readings',
    '/api/v1/fleet',
    '/api/v1/earnings',
    '/api/v1/openapi.json',
    '/metrics',
  ])('is refused %s', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { code: 'unauthorized' } })
  })

  test('may ask how the server is, in one word, and fetch the agent as its checksum says', async () => {
    const health = await get('/api/health')
    expect(health.status).toBe(200)
    expect((await health.text()).length).toBeLessThan(40)
    const agent = await get('/agent/davylamp-agent.cjs')
    expect(agent.status).toBe(200)
    const sum = createHash('sha256')
      .update(Buffer.from(await agent.arrayBuffer()))
      .digest('hex')
    const told = await get('/agent/davylamp-agent.cjs.sha256')
    expect(await told.text()).toContain(sum)
  })

  test('cannot sign up, and learns nothing of who has an account', async () => {
    const post = (path: string, body: object) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify(body),
      })
    const signUp = await post('/api/auth/sign-up/email', { ...OWNER, email: 'eve@mine.example' })
    expect(signUp.status).toBeGreaterThanOrEqual(400)
    const known = await post('/api/auth/sign-in/email', { email: OWNER.email, password: 'not the password' })
    const unknown = await post('/api/auth/sign-in/email', { email: 'eve@mine.example', password: 'not the password' })
    expect(known.status).toBe(401)
    expect([unknown.status, await unknown.text()]).toEqual([known.status, await known.text()])
  })

  test('gets no figure over the dashboards’ socket', async () => {
    expect(await refusalOf('/dashboards')).toBe('sign in first')
  })
})

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('in a browser', () => {
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    browser = await openBrowser()
    page = await openPage(browser)
    complaints = complaintsOf(page)
  })

  afterAll(async () => {
    await browser?.close()
  })

  test('whoever wanted a page gets it after signing in', async () => {
    pictureIfItFails(page)
    await page.goto(`${server.url}/earnings?period=month`)
    await page.waitForURL(/\/sign-in\?next=/)
    await signIn(page)
    // The first thing an owner is asked, wherever they wanted to go.
    await page.getByRole('button', { name: 'Save and add the first rig' }).waitFor()
  })

  test('every page forbids what it does not need, and still comes to life', async () => {
    pictureIfItFails(page)
    const answer = await page.goto(`${server.url}/welcome`)
    const headers = answer?.headers() ?? {}
    const [, nonce] =
      /script-src 'self' 'nonce-([0-9a-f]{32})' 'strict-dynamic'/.exec(headers['content-security-policy'] ?? '') ?? []
    expect(nonce).toBeDefined()
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['referrer-policy']).toBe('no-referrer')
    const again = await page.reload()
    expect(again?.headers()['content-security-policy']).not.toContain(nonce)
    // Only a page whose scripts ran adds a field when its button is pressed.
    await page.getByRole('textbox', { name: 'Price of a kWh' }).fill('0.28')
    await page.getByRole('button', { name: 'Another price at night or other hours' }).click()
    await page.getByRole('group', { name: 'Other price 1' }).waitFor()
    await page.getByRole('button', { name: 'Remove these hours' }).click()
    await page.getByRole('button', { name: 'Save and add the first rig' }).click()
    await page.getByRole('heading', { name: 'Can the rig run a program?' }).waitFor()
  })

  test('a page of another site reaches the sockets neither with the session nor without', async () => {
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    expect(await refusalOf('/dashboards', { cookie, origin: server.url })).toBeUndefined()
    expect(await refusalOf('/dashboards', { cookie, origin: 'http://evil.example' })).toMatch(/websocket error/)
    expect(await refusalOf('/agents', { origin: 'http://evil.example' })).toMatch(/websocket error/)
  })

  test('a page of another site cannot change anything with the session', async () => {
    const answer = await page.request.post(`${server.url}/api/auth/sign-out`, {
      headers: { origin: 'http://evil.example', 'content-type': 'application/json' },
      data: {},
    })
    expect(answer.status()).toBe(403)
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'Fleet' }).waitFor()
  })

  test('a viewer, invited by a link, sees everything and changes nothing', async () => {
    pictureIfItFails(page)
    await page.goto(`${server.url}/settings/access`)
    await page.getByRole('textbox', { name: 'Name of a new viewer' }).fill(VIEWER.name)
    await page.getByRole('textbox', { name: 'E-mail' }).fill(VIEWER.email)
    await page.getByRole('button', { name: 'Add viewer' }).click()
    const invitation = (await page.getByRole('group', { name: 'One-time link' }).textContent()) ?? ''

    const viewer = await openPage(browser)
    pictureIfItFails(viewer)
    await viewer.goto(invitation)
    await viewer.getByLabel('Password', { exact: true }).fill(VIEWER.password)
    await viewer.getByRole('button', { name: 'Set the password and sign in' }).click()
    await viewer.getByRole('heading', { name: 'Fleet' }).waitFor()
    expect(await viewer.getByRole('link', { name: 'Add rig' }).count()).toBe(0)
    await viewer.goto(`${server.url}/add-rig?by=command`)
    await viewer.getByRole('heading', { name: 'Only the owner adds rigs' }).waitFor()
    for (const part of ['sites', 'rigs', 'agents', 'market', 'access', 'about']) {
      await viewer.goto(`${server.url}/settings/${part}`)
      await viewer.getByText('You see everything here. Only the owner changes it.').waitFor()
      const deeds = viewer.getByRole('button', {
        name: /^(Save|Add|Make|Remove|Revoke|Type in|Change|Use|Import|Switch)/,
      })
      // A viewer's own password is theirs to change.
      const own = part === 'access' ? await viewer.getByRole('button', { name: /password/i }).count() : 0
      expect((await deeds.count()) - own, `settings, ${part}`).toBeLessThanOrEqual(0)
    }
  })

  test('an owner’s page that was left open does nothing for somebody who is only a viewer by now', async () => {
    const left = await page.context().newPage()
    pictureIfItFails(left)
    await left.goto(`${server.url}/add-rig?by=command`)
    const make = left.getByRole('button', { name: 'Make the command' })
    await make.waitFor()
    becomeViewer(dataDir)
    const answer = left.waitForResponse((response) => response.request().method() === 'POST')
    await make.click()
    expect((await answer).status()).toBe(403)
    // The page comes anew with the answer, as a viewer sees it.
    await left
      .getByText(/Only the owner/)
      .first()
      .waitFor()
    await expect.poll(() => make.count()).toBe(0)
    expect(await left.getByRole('group', { name: 'Command' }).count()).toBe(0)
  })

  test('the owner’s pages complained of nothing', () => {
    expect(complaints).toEqual([])
  })

  test('the next door stays closed to a link that leads elsewhere', async () => {
    const other = await openPage(browser)
    pictureIfItFails(other)
    await other.goto(`${server.url}/sign-in?next=//evil.example/`)
    await signIn(other)
    await other.waitForURL((address) => address.pathname === '/')
    expect(new URL(other.url()).host).toBe(new URL(server.url).host)
  })
})

/** Takes the owner's role away, beneath the server. */
function becomeViewer(folder: string): void {
  const database = new BetterSqlite3(join(folder, 'davylamp.db'))
  database.prepare('UPDATE user SET role = ? WHERE email = ?').run('viewer', OWNER.email)
  database.close()
}

/** Why a socket is refused; undefined when it is let in. */
function refusalOf(namespace: string, extraHeaders: Record<string, string> = {}): Promise<string | undefined> {
  const socket = io(`${server.url}${namespace}`, {
    transports: ['websocket'],
    extraHeaders,
    reconnection: false,
    forceNew: true,
  })
  return new Promise<string | undefined>((resolve) => {
    socket.on('connect', () => resolve(undefined))
    socket.on('connect_error', (problem) => resolve(problem.message))
  }).finally(() => socket.disconnect())
}
