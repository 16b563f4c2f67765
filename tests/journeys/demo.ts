import type { Page } from 'playwright-core'
import { begun, type Program, startProgram } from './program'

export type Demo = { program: Program; link: string; url: string; email: string; password: string }

/** Starts the demo and reads what it prints for a person: the link that signs in, and the way back later. */
export async function startDemo(...args: string[]): Promise<Demo> {
  const program = startProgram('davylamp', ['demo', ...args])
  const told = program.says(/(http:\/\/localhost:\d+\/link\/\S+)\s+Later: (\S+), (\S+), (\S+)/)
  const [, link = '', url = '', email = '', password = ''] = await begun(program, told)
  return { program, link, url, email, password }
}

/** Opens the printed link and waits until the fleet’s figures arrive live: from then on the page answers keys and clicks. */
export async function enterDemo(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('heading', { name: 'Fleet' }).waitFor()
  await page.getByRole('table', { name: 'Rigs' }).waitFor()
  await page.getByText('live', { exact: true }).waitFor()
}
