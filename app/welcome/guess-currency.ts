const EURO_REGIONS = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ')

const BY_REGION: Record<string, string> = {
  ...Object.fromEntries(EURO_REGIONS.map((region) => [region, 'EUR'])),
  ...{ US: 'USD', GB: 'GBP', CH: 'CHF', SE: 'SEK', NO: 'NOK', DK: 'DKK', PL: 'PLN', CZ: 'CZK', HU: 'HUF', UA: 'UAH' },
  ...{ CA: 'CAD', AU: 'AUD', NZ: 'NZD', JP: 'JPY', CN: 'CNY', KR: 'KRW', IN: 'INR', BR: 'BRL', MX: 'MXN', AR: 'ARS' },
  ...{ ZA: 'ZAR', TR: 'TRY', AE: 'AED', RU: 'RUB', GE: 'GEL', IL: 'ILS', SG: 'SGD', HK: 'HKD', TW: 'TWD', TH: 'THB' },
}

const BY_ZONE: Record<string, string> = {
  ...{ 'Europe/London': 'GBP', 'Europe/Zurich': 'CHF', 'Europe/Stockholm': 'SEK', 'Europe/Oslo': 'NOK' },
  ...{ 'Europe/Copenhagen': 'DKK', 'Europe/Warsaw': 'PLN', 'Europe/Prague': 'CZK', 'Europe/Budapest': 'HUF' },
  ...{ 'Europe/Kyiv': 'UAH', 'Europe/Istanbul': 'TRY', 'Europe/Moscow': 'RUB' },
}

/** The currency a browser's person most likely counts in: by the region of its languages, else by Europe's zones. */
export function guessCurrency(languages: readonly string[], timeZone: string, known: readonly string[]): string {
  for (const language of languages) {
    const [, region] = /^[a-z]{2,3}(?:-[A-Za-z]{4})?-([A-Z]{2})$/.exec(language) ?? []
    const currency = region === undefined ? undefined : BY_REGION[region]
    // English is spoken by browsers everywhere; a zone in Europe says more of the money.
    if (language.startsWith('en-') && timeZone.startsWith('Europe/')) continue
    if (currency && known.includes(currency)) return currency
  }
  return BY_ZONE[timeZone] ?? (timeZone.startsWith('Europe/') ? 'EUR' : 'USD')
}
