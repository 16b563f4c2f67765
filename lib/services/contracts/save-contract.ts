import { z } from 'zod'
import { findCloudContract, insertCloudContract, updateCloudContract } from '#lib/db/cloud-contracts'
import type { Database } from '#lib/db/database'
import { listSites } from '#lib/db/sites'
import { canonicalAlgorithm } from '#lib/domain/algorithms'
import { coinBySymbol, ETH_MINED_UNTIL_MS, notMinable, reasonNotToMine } from '#lib/domain/coins'
import { toNano } from '#lib/domain/money'
import { isFiatCurrency } from '#lib/market/fiat-currencies'
import { type Refused, refused, refusedInput, type Saved } from '../saved.ts'
import { redoContract } from './close-contract-hours.ts'

const text = (what: string) => z.string().trim().min(1, what).max(80, 'At most 80 characters')
const positive = z.number('Write a number').positive('Write a number above 0').max(1e24)
const days = z.number('Write a number').int('Write whole days').min(0, 'Write 0 or more days').max(3650)
const moment = z
  .int()
  .min(Date.UTC(2009, 0, 3), 'Nothing was mined before 2009')
  .max(Date.UTC(2200, 0, 1))
const feeCurrency = z
  .string()
  .trim()
  .toUpperCase()
  .refine((name) => isFiatCurrency(name) || name === 'ETH' || coinBySymbol(name) !== undefined, {
    error: 'Neither a currency nor a coin that is known here',
  })

const contractInput = z.object({
  name: text('Give the contract a name'),
  provider: text('Name who runs it'),
  algorithm: z.string().min(1, 'Choose an algorithm').transform(canonicalAlgorithm),
  coin: z.string().trim().toUpperCase().min(1, 'Name a coin').max(20),
  hashesPerSecond: positive,
  startsAtMs: moment,
  termEndsAtMs: moment.optional(),
  fee: z.object({ perUnitDay: positive, unitHashes: positive.default(1e12), currency: feeCurrency }).optional(),
  paid: z
    .object({ amount: positive.max(1e9), currency: z.string().refine(isFiatCurrency, 'This currency is not known') })
    .optional(),
  rule: z.object({ consecutiveDaysBelowFee: days, graceDays: days }).optional(),
  siteId: z.int(),
  notes: z.string().trim().max(2000).optional(),
})

export type ContractInput = z.input<typeof contractInput>

/**
 * Adds a contract, or changes the one of `contractId`. Its closed hours are written, or made anew where terms changed, by
 * the job that closes them. A coin that its algorithm does not mine is refused, and Ethereum after it left mining.
 */
export async function saveContract(
  database: Database,
  input: ContractInput,
  { contractId, nowMs = Date.now() }: { contractId?: number; nowMs?: number } = {},
): Promise<Saved<{ contractId: number }>> {
  const checked = checkContract(input)
  if (!checked.ok) return checked
  const { paid, ...given } = checked.contract
  const { startsAtMs } = given
  return database.$transaction(async (rows) => {
    if (!(await listSites(rows)).some(({ id }) => id === given.siteId)) return refused('siteId', 'This site is gone')
    const fields = {
      ...given,
      ...(paid ? { paid: { nano: toNano(paid.amount), currency: paid.currency } } : {}),
    }
    if (contractId === undefined) {
      const added = await insertCloudContract(rows, fields, nowMs)
      return { ok: true, changes: [{ kind: 'contracts' }], contractId: added }
    }
    const before = await findCloudContract(rows, contractId)
    if (!before) return refused('form', 'This contract is gone')
    await updateCloudContract(rows, contractId, fields)
    await redoContract(rows, contractId, Math.min(before.startsAtMs, startsAtMs))
    return { ok: true, changes: [{ kind: 'contracts' }], contractId }
  })
}

/** All that can be said of a contract before it is kept. */
export function checkContract(input: ContractInput): { ok: true; contract: z.output<typeof contractInput> } | Refused {
  const parsed = contractInput.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const contract = parsed.data
  if (contract.termEndsAtMs !== undefined && contract.termEndsAtMs <= contract.startsAtMs) {
    return refused('termEndsAtMs', 'It ends before it starts: choose a later end')
  }
  const problem = coinProblem(contract)
  return problem ? refused('coin', problem) : { ok: true, contract }
}

function coinProblem({ coin, algorithm, termEndsAtMs }: { coin: string; algorithm: string; termEndsAtMs?: number }) {
  const gone = notMinable(coin)
  if (!gone) return reasonNotToMine(coin, algorithm)
  if (algorithm !== 'ethash') return `${coin} was mined with Ethash`
  if (termEndsAtMs !== undefined && termEndsAtMs <= ETH_MINED_UNTIL_MS) return undefined
  return `${gone.explanation} A contract of the past must end by ${gone.since}; choose ${gone.insteadSymbol} for one that runs.`
}
