import type { z } from 'zod'
import { parsePico } from '#lib/domain/pico'

export const incomeKinds = [
  'braiins',
  'f2pool',
  '2miners',
  'moneroocean',
  'public-pool',
  'nicehash',
  'esplora',
  'file',
] as const
/** Where receipts come from. `file` is never asked: its receipts are imported. */
export type IncomeKind = (typeof incomeKinds)[number]

/** Coins that came: to a wallet, to a balance, or as a block of one's own. Always above 0. */
export type FoundReceipt = {
  /** The payer's own name of it, by which it is counted once. */
  externalId: string
  kind: 'payout' | 'credit' | 'mined'
  coin: string
  amountPico: bigint
  feePico?: bigint
  receivedAtMs: number
  transaction?: string
}

/** What a payer says now: balances, and the hash rate it credits. */
export type FoundState = {
  coin: string
  algorithm: string
  balancePico?: bigint
  immaturePico?: bigint
  paidPico?: bigint
  hashesPerSecond?: number
  workers?: number
}

export type IncomeResult =
  | { ok: true; receipts: FoundReceipt[]; states: FoundState[]; problems: string[] }
  | { ok: false; reason: string; retryAfterMs?: number }

/** What of a form is kept in the open, and what is encrypted. */
export type IncomeFields = Record<string, string>

/** One kind of payer. Nothing of it throws: a failure is a result. */
export interface IncomeReader {
  kind: IncomeKind
  settings: z.ZodType<IncomeFields>
  /** Of the settings, those that are encrypted. */
  secretFields: readonly string[]
  /** Hosts that are contacted with these settings. */
  hosts(settings: IncomeFields): string[]
  /** What came since about `sinceMs`; more may be told, and is known by its `externalId`. */
  read(settings: IncomeFields, sinceMs: number, options?: { timeoutMs?: number }): Promise<IncomeResult>
}

type RawReceipt = Omit<FoundReceipt, 'amountPico' | 'feePico'> & {
  amount: string | number
  fee?: string | number
  decimals?: number
}

const LEAST_MS = Date.UTC(2009, 0, 3)
const CLOCK_SLACK_MS = 3_600_000

/**
 * What of an answer may pass: nothing negative, nothing of zero, nothing before Bitcoin or from the future, nothing twice.
 * `problems` says in words what was left out.
 */
export function believable(who: string, raw: RawReceipt[], nowMs = Date.now()) {
  const receipts = new Map<string, FoundReceipt>()
  const problems: string[] = []
  for (const { amount, fee, decimals = 0, ...rest } of raw) {
    const amountPico = parsePico(amount, decimals)
    const feePico = fee === undefined ? undefined : parsePico(fee, decimals)
    if (amountPico === undefined || amountPico <= 0n) {
      problems.push(`${who} told a payment of ${amount}, which was left out`)
    } else if (!(rest.receivedAtMs >= LEAST_MS && rest.receivedAtMs <= nowMs + CLOCK_SLACK_MS)) {
      problems.push(`${who} told a payment of an impossible time, which was left out`)
    } else if (rest.externalId === '' || rest.externalId.length > 200) {
      problems.push(`${who} told a payment without a usable name, which was left out`)
    } else if (!receipts.has(rest.externalId)) {
      receipts.set(rest.externalId, {
        ...rest,
        amountPico,
        ...(feePico !== undefined && feePico > 0n ? { feePico } : {}),
      })
    }
  }
  return { receipts: [...receipts.values()], problems: [...new Set(problems)] }
}

/** A balance as told; what cannot be one is not known. */
export function balance(amount: string | number | undefined, decimals = 0): bigint | undefined {
  const pico = amount === undefined ? undefined : parsePico(amount, decimals)
  return pico !== undefined && pico >= 0n ? pico : undefined
}

/** A hash rate as told; what cannot be one is not known. */
export function hashRate(figure: number | undefined, times = 1): number | undefined {
  return figure !== undefined && Number.isFinite(figure) && figure >= 0 ? figure * times : undefined
}

/** An answer of another form than the documented one. */
export function unknownForm(who: string): IncomeResult {
  return { ok: false, reason: `${who} answered in a form that is not known` }
}
