import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Program } from './program'

/** Who the journeys are made as. */
export const OWNER = { name: 'Ada', email: 'ada@mine.example', password: 'canary-in-the-coal-mine' }

/** Makes somebody the owner, as a person does with the link that the server's start printed. Answers with the link. */
export async function becomeOwner(page: Page, server: Program): Promise<string> {
  const [link] = await server.says(/http:\/\/localhost:\d+\/link\/\S+/)
  await page.goto(link)
  await page.getByLabel('Name').fill(OWNER.name)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: 'Become the owner' }).click()
  await page.getByRole('heading', { name: `Welcome, ${OWNER.name}` }).waitFor()
  return link
}

/** Answers the first run's questions: euros, Berlin, and one price of a kWh. */
export async function answerWelcome(page: Page): Promise<void> {
  const currency = page.getByRole('combobox', { name: 'Currency' })
  const euro = page.getByRole('option', { name: /EUR/ })
  const listed = async () => {
    await currency.fill('')
    await currency.fill('EUR')
    return euro.count()
  }
  // What is written before the page's scripts run opens no list.
  await expect.poll(listed).toBe(1)
  await euro.click()
  await page.getByRole('textbox', { name: 'Price of a kWh' }).fill('0.28')
  await page.getByRole('button', { name: 'Save and add the first rig' }).click()
  await page.getByRole('heading', { name: 'Can the rig run a program?' }).waitFor()
}

/** Fills in the sign-in form that stands on the page, and sends it. */
export async function signIn(page: Page, who: { email: string; password: string } = OWNER): Promise<void> {
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
