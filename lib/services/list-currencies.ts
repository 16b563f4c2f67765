import { FIAT_CURRENCIES } from '#lib/market/fiat-currencies'

/** ISO 4217 codes an installation can keep its money in, the commonest first. */
export function listCurrencies(): readonly string[] {
  return FIAT_CURRENCIES
}
