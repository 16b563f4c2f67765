/** What rates say they come from, by the names people know. */
const NAMES: Readonly<Record<string, string>> = {
  coingecko: 'CoinGecko',
  'coingecko-daily': 'CoinGecko, price of the day',
  'mempool.space': 'mempool.space',
  'mempool.space-daily': 'mempool.space, price of the day',
  whattomine: 'WhatToMine',
  nicehash: 'NiceHash',
  snapshot: 'snapshot',
  typed: 'typed in',
  csv: 'a file of rates',
  file: 'its own file',
}

/** `WhatToMine` for `whattomine`; a name that is not known stays as it is. */
export function rateSourceName(source: string): string {
  return NAMES[source] ?? source
}
