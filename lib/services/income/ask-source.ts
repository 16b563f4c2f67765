import type { Database } from '#lib/db/database'
import { findIncomeSource } from '#lib/db/income-sources'
import { formatCoin, formatCount, formatHashRate } from '#lib/domain/format'
import { fromPico } from '#lib/domain/pico'
import type { FoundState } from '#lib/market/income/income-reader'
import { readerOf } from '#lib/market/income/readers'
import { refused, type Saved } from '../saved.ts'
import type { Secrets } from '../secrets.ts'
import { refreshSource } from './refresh-income.ts'
import { valueReceipts } from './value-receipts.ts'

/**
 * Asks a source now, whenever it was asked last and even where it is switched off, keeps what came and says it in words.
 * A failure is a refusal in the words of whoever failed.
 */
export async function askSource(
  context: { database: Database; secrets: Pick<Secrets, 'decrypt'> },
  sourceId: number,
  nowMs = Date.now(),
): Promise<Saved<{ words: string }>> {
  const source = await findIncomeSource(context.database, sourceId)
  if (!source) return refused('form', 'This source is gone')
  if (!readerOf(source.kind)) return refused('form', 'Files are never asked: choose one below')
  const asked = await refreshSource(context, source, nowMs)
  if (!asked.ok) return refused('form', asked.problems[0] ?? 'It did not answer')
  await valueReceipts(context.database)
  const { told, added, states, problems } = asked
  const came =
    told === 0 ? 'It answered and told no payment yet' : `It told ${payments(told)}, ${formatCount(added)} new`
  const words = [came, ...states.flatMap(stateWords), ...problems].join('; ')
  return { ok: true, changes: [{ kind: 'settings' }], words: `${words}.` }
}

function payments(count: number): string {
  return count === 1 ? '1 payment' : `${formatCount(count)} payments`
}

function stateWords({ coin, algorithm, balancePico, hashesPerSecond, workers }: FoundState): string[] {
  const by = workers === undefined ? '' : ` by ${workers === 1 ? '1 worker' : `${formatCount(workers)} workers`}`
  return [
    ...(balancePico === undefined ? [] : [`balance ${formatCoin(fromPico(balancePico), coin)}`]),
    ...(hashesPerSecond === undefined ? [] : [`${formatHashRate(hashesPerSecond, algorithm)}${by}`]),
  ]
}
