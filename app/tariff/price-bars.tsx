import { formatMoney } from '#lib/domain/format'
import type { Tariff } from '#lib/domain/tariff'
import { type PriceStretch, priceDays } from './price-days'
import classes from './tariff.module.css'

/** What a kWh costs around the clock: a bar for each kind of day, the dearer the fuller. */
export function PriceBars({ tariff, currency }: { tariff: Tariff; currency: string }) {
  const days = priceDays(tariff)
  const prices = days.flatMap((day) => day.stretches.map((stretch) => stretch.pricePerKwh))
  const low = Math.min(...prices)
  const high = Math.max(...prices)
  const fullness = (price: number) => (high === low ? 16 : 10 + (26 * (price - low)) / (high - low))
  return (
    <div className={classes.bars}>
      {days.map((day) => (
        <div key={day.name} className={classes.day}>
          <span className={classes.dayName}>{day.name}</span>
          <ul className={classes.bar}>
            {day.stretches.map((stretch) => (
              <li
                key={stretch.fromMinute}
                title={inWords(stretch, currency)}
                style={{
                  flexGrow: stretch.toMinute - stretch.fromMinute,
                  background: `color-mix(in srgb, var(--cost) ${fullness(stretch.pricePerKwh)}%, var(--surface))`,
                }}
              >
                <span aria-hidden="true">
                  {stretch.toMinute - stretch.fromMinute >= 150 ? formatMoney(stretch.pricePerKwh, currency) : ''}
                </span>
                <span className="visually-hidden">{inWords(stretch, currency)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className={classes.hours} aria-hidden="true">
        <span className={classes.per}>per kWh</span>
        {['00', '06', '12', '18', '24'].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </div>
  )
}

function inWords({ fromMinute, toMinute, pricePerKwh, label }: PriceStretch, currency: string): string {
  const price = formatMoney(pricePerKwh, currency, { perKwh: true })
  return `${clock(fromMinute)} to ${clock(toMinute)}: ${price}${label ? ` (${label})` : ''}`
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
