'use client'

import { formatMoney } from '#lib/domain/format'
import table from '../../forms/table.module.css'
import { Card } from '../../ui/card'
import { ScrollTable } from '../../ui/scroll-table'
import { Unknown } from '../../ui/unknown.client'
import classes from '../planner.module.css'
import { PriceChart, PriceLegend } from './price-chart.client'
import { clock, runWord, runWords, type SitePlan } from './site-plan'

/** A site's next hours: what a kWh costs against what it brings, drawn and hour by hour. */
export function HoursCard({ site, currency }: { site: SitePlan; currency: string }) {
  const perKwh = (price: number) => formatMoney(price, currency, { perKwh: true })
  const brings = site.hours[0]?.breakEvenPerKwh
  return (
    <>
      <Card
        title={`Next ${site.hours.length} hours, all rigs`}
        note={`${currency} per kWh · times of ${site.name}`}
        aside={<PriceLegend />}
      >
        <PriceChart site={site} currency={currency} />
        <p className={classes.verdict}>
          Worth running:{' '}
          {runWords(
            site.hours.map(({ run }) => run),
            site,
          )}
          . {brings === undefined ? site.hours[0]?.reason : `Power brings ${perKwh(brings)} at present rates`}. Standing
          charges fall due either way and do not matter here.
        </p>
      </Card>
      <Card title="Hour by hour" flush>
        <ScrollTable label="Hour by hour">
          <thead>
            <tr>
              <th scope="col">Hour</th>
              <th scope="col">Run or pause</th>
              <th scope="col" className={table.number}>
                Power costs
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {site.hours.map((hour) => (
              <tr key={hour.from}>
                <th scope="row">{`${clock(hour.from, site.timeZone)} to ${clock(hour.to, site.timeZone)}`}</th>
                <td>{runWord(hour.run)}</td>
                <td className={table.number}>
                  {hour.pricePerKwh === undefined ? <Unknown reason={hour.reason} /> : perKwh(hour.pricePerKwh)}
                </td>
                <td className={table.muted}>
                  {hour.reason}
                  {hour.label ? ` (${hour.label})` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </Card>
    </>
  )
}
