import { formatMoney } from '#lib/domain/format'
import type { PriceDays, PriceStretch } from './price-days'
import classes from './tariff.module.css'

/** What a kWh costs around the clock: a bar for each kind of day, the dearer the fuller. */
export function PriceBars({ days, currency }: { days: PriceDays[]; currency: string }) {
  const prices = days.flatMap((day) => day.stretches.flatMap(({ pricePerKwh }) => pricePerKwh ?? []))
  const low = Math.min(...prices)
  const high = Math.max(...prices)
  const fullness = (price: number) => (high === low ? 16 : 10 + (26 * (price - low)) / (high - low))
  return (
    <div className={classes.bars}>
      {days.map((day) => (
        <div key={day.name} className={classes.day}>
          <span className={classes.dayName}>{day.name}</span>
          <ul className={classes.bar}>
            {day.stretches.map((stretch, index) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: an hour comes twice when clocks go back
                key={index}
                className={stretch.pricePerKwh === undefined ? classes.open : undefined}
                title={inWords(stretch, currency)}
                style={{
                  flexGrow: stretch.toMinute - stretch.fromMinute,
                  background:
                    stretch.pricePerKwh === undefined
                      ? 'transparent'
                      : `color-mix(in srgb, var(--cost) ${fullness(stretch.pricePerKwh)}%, var(--surface))`,
                }}
              >
                <span aria-hidden="true">
                  {stretch.toMinute - stretch.fromMinute >= 150 ? short(stretch, currency) : ''}
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

function short({ pricePerKwh }: PriceStretch, currency: string): string {
  return pricePerKwh === undefined ? 'not named' : formatMoney(pricePerKwh, currency)
}

function inWords({ fromMinute, toMinute, pricePerKwh, label }: PriceStretch, currency: string): string {
  const price = pricePerKwh === undefined ? 'not named' : formatMoney(pricePerKwh, currency, { perKwh: true })
  return `${clock(fromMinute)} to ${clock(toMinute)}: ${price}${label ? ` (${label})` : ''}`
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
