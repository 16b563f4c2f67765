'use server'

import { headers } from 'next/headers'
import { z } from 'zod'
import {
  type LinkResult,
  useOwnerLink as makeOwner,
  resetPassword,
  useSignInLink as signInByLink,
} from '#lib/services/auth/one-time-links'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../forms/action-result'
import { parseForm } from '../../forms/parse-form'
import { keepCookies } from '../../session'

const secret = z.string().max(200)
const ownerForm = z.object({
  secret,
  name: z.string().max(1000),
  email: z.string().max(1000),
  password: z.string().max(1000),
})
const resetForm = z.object({ secret, password: z.string().max(1000) })

export async function createOwner(sent: z.input<typeof ownerForm>): Promise<ActionResult> {
  const form = parseForm(ownerForm, sent)
  return form.ok ? signedIn(await makeOwner(await context(), form.value)) : form
}

export async function enter(sent: string): Promise<ActionResult> {
  const form = parseForm(secret, sent)
  return form.ok ? signedIn(await signInByLink(await context(), form.value)) : form
}

export async function setNewPassword(sent: z.input<typeof resetForm>): Promise<ActionResult> {
  const form = parseForm(resetForm, sent)
  return form.ok ? signedIn(await resetPassword(await context(), form.value)) : form
}

async function context() {
  const { database, auth, config } = runningServer()
  return { database, auth, config, headers: await headers() }
}

async function signedIn(result: LinkResult): Promise<ActionResult> {
  if (!result.ok) return { ok: false, problems: { [result.field ?? 'form']: result.reason } }
  await keepCookies(result.setCookies)
  runningServer().publish(result.changes)
  return { ok: true }
}
