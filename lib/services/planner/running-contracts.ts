import { type CloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import { type ContractMoney, contractMoney } from '#lib/domain/cloud-contract'
import { SECONDS_PER_DAY } from '#lib/domain/units'
import { loadFiatRates } from '../contracts/load-fiat-rates.ts'
import type { RunningServer } from '../running-server.ts'

/** Contracts that run now, of everything, one site or one contract, each with a day at present rates. */
export async function runningContracts(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  wanted: { siteId?: number; contractId?: number },
  nowMs: number,
): Promise<{ contract: CloudContract; money: ContractMoney }[]> {
  const fiat = (await loadFiatRates(database)).at(nowMs)
  return (await listCloudContracts(database))
    .filter(({ id }) => wanted.contractId === undefined || id === wanted.contractId)
    .filter(({ siteId }) => wanted.siteId === undefined || siteId === wanted.siteId)
    .filter(({ startsAtMs, endsAtMs }) => startsAtMs <= nowMs && (endsAtMs === undefined || endsAtMs > nowMs))
    .map((contract) => ({ contract, money: contractMoney(contract, SECONDS_PER_DAY, nowMs, fleet.rates, fiat) }))
}
