import { type ContractTerms, contractMoney, contractSeconds, type FiatRateAt } from '#lib/domain/cloud-contract'
import type { Rates } from '#lib/domain/explained-money'
import {
  emptyQuarter,
  type LedgerBasis,
  type LedgerEntry,
  type LedgerLine,
  type LedgerQuarter,
} from '#lib/domain/ledger/entry'
import { toNano, toPico } from '#lib/domain/money'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'

/**
 * A closed hour of a contract as the ledger keeps it: each quarter-hour's output and fee, rounded once. An hour outside
 * of the term says nothing. What could not be valued stands with its coins and without an amount.
 */
export function contractEntry(
  contract: ContractTerms & { id: number; siteId: number },
  hourMs: number,
  rates: Rates,
  fiatRate: FiatRateAt,
): LedgerEntry {
  const quarter = (index: number) => contractQuarter(contract, hourMs + index * QUARTER_MS, hourMs, rates, fiatRate)
  return {
    subject: `contract:${contract.id}`,
    hourMs,
    currency: rates.currency,
    basis: basisOf(contract, hourMs, rates, fiatRate),
    quarters: [quarter(0), quarter(1), quarter(2), quarter(3)],
  }
}

function contractQuarter(
  contract: ContractTerms & { siteId: number },
  fromMs: number,
  hourMs: number,
  rates: Rates,
  fiatRate: FiatRateAt,
): LedgerQuarter {
  const empty = emptyQuarter(contract.siteId)
  const seconds = contractSeconds(contract, fromMs, fromMs + QUARTER_MS)
  if (seconds === 0) return empty
  const money = contractMoney(contract, seconds, hourMs, rates, fiatRate)
  const ms = Math.round(seconds * 1000)
  const lines = money.revenueParts.map(({ coinAmount, revenue }): LedgerLine => {
    const line: LedgerLine = {
      payer: contract.provider,
      coin: contract.coin,
      algorithm: contract.algorithm,
      workMs: ms,
      unvaluedMs: revenue === undefined ? ms : 0,
    }
    if (coinAmount !== undefined) line.coinPico = toPico(coinAmount)
    if (revenue !== undefined) line.revenueNano = toNano(revenue)
    return line
  })
  const quarter: LedgerQuarter = { ...empty, lines, seenMs: ms }
  if (money.cost !== undefined) quarter.costNano = toNano(money.cost)
  else quarter.uncostedMs = ms
  return quarter
}

/** What the hour was valued with, for whoever takes it apart later. */
function basisOf(contract: ContractTerms, hourMs: number, rates: Rates, fiatRate: FiatRateAt): LedgerBasis {
  const { algorithm, coin, hashesPerSecond, provider, fee } = contract
  const { revenueParts, fee: charged } = contractMoney(contract, HOUR_MS / 1000, hourMs, rates, fiatRate)
  const part = revenueParts[0]
  return {
    kind: 'contract',
    provider,
    algorithm,
    coin,
    hashesPerSecond,
    difficulty: part?.difficulty,
    rewardPerBlock: part?.rewardPerBlock,
    networkSource: part?.networkSource,
    price: part?.price,
    priceSource: part?.priceSource,
    feePerUnitDay: fee?.perUnitDay,
    feeUnitHashes: fee?.unitHashes,
    feeCurrency: fee?.currency,
    feeRate: charged?.rate,
  }
}
