import { formatMoney } from '#lib/domain/format'
import type { SiteRow } from '#lib/wire/dashboard-events'
import type { DayPrice } from '../charts/money-day.client'

/**
 * The tariff of the day as a chart of all sites can tell it: of the only site whose price changes today. Nothing where
 * several do, since their hours differ, nor where the chart is drawn by another zone's day.
 */
export function dayPrices(sites: SiteRow[], timeZone: string, currency: string): DayPrice[] {
  const changing = sites.filter((site) => site.pricesToday !== undefined)
  const [site] = changing
  if (!site?.pricesToday || changing.length > 1 || site.timeZone !== timeZone) return []
  const highest = Math.max(...site.pricesToday.map(({ pricePerKwh }) => pricePerKwh))
  const whose = sites.length > 1 ? `${site.name} ` : ''
  return site.pricesToday.map(({ fromMs, toMs, pricePerKwh, label }) => {
    const price = formatMoney(pricePerKwh, currency, { perKwh: true })
    const words = label ? `${label} tariff ${price}` : `${whose ? 'pays' : 'tariff'} ${price}`
    return { fromMs, toMs, label: `${whose}${words}`, short: price.replace('/kWh', ''), cheap: pricePerKwh < highest }
  })
}
