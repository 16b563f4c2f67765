/**
 * Currencies that can be an installation's: ISO 4217 codes that CoinGecko prices coins in
 * (`GET /simple/supported_vs_currencies`).
 */
export const FIAT_CURRENCIES = [
  ...['USD', 'EUR', 'GBP', 'AED', 'ARS', 'AUD', 'BDT', 'BHD', 'BMD', 'BRL', 'CAD', 'CHF', 'CLP', 'CNY', 'CZK', 'DKK'],
  ...['GEL', 'HKD', 'HUF', 'IDR', 'ILS', 'INR', 'JPY', 'KRW', 'KWD', 'LKR', 'MMK', 'MXN', 'MYR', 'NGN', 'NOK', 'NZD'],
  ...['PHP', 'PKR', 'PLN', 'RUB', 'SAR', 'SEK', 'SGD', 'THB', 'TRY', 'TWD', 'UAH', 'VND', 'ZAR'],
]

/** Whether an installation can keep its money in this currency. */
export function isFiatCurrency(code: string): boolean {
  return FIAT_CURRENCIES.includes(code)
}
