import type { CloudContract } from '#lib/db/cloud-contracts'
import type { HashOrder } from '#lib/db/hash-orders'
import { canonicalAlgorithm, describeAlgorithm } from '#lib/domain/algorithms'
import { formatInstant } from '#lib/domain/format'
import { fromNano, toNano, toPico } from '#lib/domain/money'
import { picoText } from '#lib/domain/pico'
import type { ContractInput } from './save-contract.ts'
import type { OrderInput } from './save-order.ts'

/** One term: `exact` tells two apart, `words` are for people. */
type Term = { exact: string; words: string }

/** A contract or an order by what can be said of it in a file; a term that is not said is absent. */
export type ToldTerms = { key: string; terms: ReadonlyMap<string, Term> }

type Nameable = { name: string; startsAtMs: number; externalId?: string }

/** What tells one from another: the marketplace's own id, or else its name and the moment it began. */
export function keyOf({ name, startsAtMs, externalId }: Nameable): string {
  return externalId === undefined ? `name|${name.trim()}|${startsAtMs}` : `id|${externalId.trim()}`
}

/** The terms of a contract that is there. */
export function termsOfContract({ paid, ...contract }: CloudContract, timeZone: string): ToldTerms {
  return contractTerms(
    { ...contract, ...(paid ? { paid: { nano: paid.nano, currency: paid.currency } } : {}) },
    timeZone,
  )
}

/** The terms of a contract as a file tells them. */
export function termsOfContractInput({ paid, fee, ...input }: ContractInput, timeZone: string): ToldTerms {
  return contractTerms(
    {
      ...input,
      ...(paid ? { paid: { nano: toNano(paid.amount), currency: paid.currency } } : {}),
      ...(fee ? { fee: { ...fee, unitHashes: fee.unitHashes ?? 1e12 } } : {}),
    },
    timeZone,
  )
}

/** The terms of an order, there or told; what was spent is in BTC where nobody says otherwise. */
export function termsOfOrder(order: HashOrder | OrderInput, timeZone: string): ToldTerms {
  const spentPico = 'spentPico' in order ? order.spentPico : toPico(order.spent)
  const coin = order.paidCoin ?? 'BTC'
  return {
    key: keyOf(order),
    terms: new Map([
      ['name', same(order.name.trim())],
      ['algorithm', algorithmTerm(order.algorithm)],
      ['coin', same(order.coin.trim().toUpperCase())],
      ['spent', { exact: `${spentPico} ${coin}`, words: `${picoText(spentPico)} ${coin}` }],
      ['began', momentTerm(order.startsAtMs, timeZone)],
      ...(order.endsAtMs === undefined ? [] : [['end', momentTerm(order.endsAtMs, timeZone)] as const]),
    ]),
  }
}

/** What a file says otherwise than what is there, in words; what it does not say differs in nothing. */
export function differences(there: ToldTerms, told: ToldTerms): string[] {
  return [...told.terms].flatMap(([name, { exact, words }]) => {
    const stands = there.terms.get(name)
    if (stands?.exact === exact) return []
    return [`${name} ${stands ? `is ${stands.words}` : 'is not known'} here and ${words} in the file`]
  })
}

function contractTerms(
  contract: Nameable &
    Pick<CloudContract, 'provider' | 'algorithm' | 'coin' | 'hashesPerSecond' | 'termEndsAtMs' | 'fee' | 'paid'>,
  timeZone: string,
): ToldTerms {
  const { provider, algorithm, coin, hashesPerSecond, termEndsAtMs, fee, paid } = contract
  const unit = describeAlgorithm(algorithm).unit
  return {
    key: keyOf(contract),
    terms: new Map([
      ['provider', same(provider.trim())],
      ['algorithm', algorithmTerm(algorithm)],
      ['coin', same(coin.trim().toUpperCase())],
      ['hash rate', { exact: rounded(hashesPerSecond), words: `${rounded(hashesPerSecond / 1e12)} T${unit}/s` }],
      ...(termEndsAtMs === undefined ? [] : [['end', momentTerm(termEndsAtMs, timeZone)] as const]),
      ...(fee ? [['fee', feeTerm(fee)] as const] : []),
      ...(paid
        ? [
            [
              'paid',
              { exact: `${paid.nano} ${paid.currency}`, words: `${fromNano(paid.nano)} ${paid.currency}` },
            ] as const,
          ]
        : []),
    ]),
  }
}

function feeTerm({ perUnitDay, unitHashes, currency }: NonNullable<CloudContract['fee']>): Term {
  const perTerahash = (perUnitDay / unitHashes) * 1e12
  const name = currency.trim().toUpperCase()
  return { exact: `${rounded(perTerahash)} ${name}`, words: `${rounded(perTerahash)} ${name} per TH/s and day` }
}

function algorithmTerm(algorithm: string): Term {
  const exact = canonicalAlgorithm(algorithm)
  return { exact, words: describeAlgorithm(exact).label }
}

function momentTerm(atMs: number, timeZone: string): Term {
  return { exact: String(atMs), words: formatInstant(atMs, timeZone) }
}

function same(text: string): Term {
  return { exact: text, words: text === '' ? 'empty' : text }
}

/** Without the last digits, which differ by the unit something was written in. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(12)))
}
