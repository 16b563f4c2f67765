import { z } from 'zod'
import { quarterInWords } from '#lib/domain/date-words'
import { formatEnergy, formatMoney } from '#lib/domain/format'
import table from '../forms/table.module.css'
import { Card } from '../ui/card'
import { ScrollTable } from '../ui/scroll-table'

const metered = z.array(
  z.object({
    quarterMs: z.number(),
    meterWh: z.number().optional(),
    meterSeconds: z.number().optional(),
    rigsMilliWh: z.string(),
    extraMilliWh: z.string().optional(),
    unknown: z.string().optional(),
    prices: z.array(z.object({ pricePerKwh: z.number(), label: z.string().optional() })),
  }),
)

/** Of each quarter-hour of a site what its meter counted, what the rigs had of it, and what is left for the site to pay. */
export function MeteredCard({
  basis,
  currency,
  timeZone,
}: {
  basis: Record<string, unknown>
  currency: string
  timeZone: string
}) {
  const parsed = metered.safeParse(basis.meter)
  if (!parsed.success) return null
  return (
    <Card title="By the site’s meter" note="meter − rigs, at the price of its quarter-hour" flush>
      <ScrollTable label="What the meter counted">
        <thead>
          <tr>
            <th scope="col">Quarter-hour</th>
            {['Meter', 'Rigs', 'Beside the rigs', 'A kWh'].map((name) => (
              <th key={name} scope="col" className={table.number}>
                {name}
              </th>
            ))}
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {parsed.data.map(({ quarterMs, meterWh, meterSeconds, rigsMilliWh, extraMilliWh, unknown, prices }) => (
            <tr key={quarterMs}>
              <th scope="row">{quarterInWords(quarterMs, timeZone)}</th>
              <td className={table.number}>{formatEnergy(meterWh)}</td>
              <td className={table.number}>{formatEnergy(Number(rigsMilliWh) / 1000)}</td>
              <td className={table.number}>
                {extraMilliWh === undefined ? '—' : formatEnergy(Number(extraMilliWh) / 1000)}
              </td>
              <td className={table.number}>
                {prices.map(({ pricePerKwh }) => formatMoney(pricePerKwh, currency, { perKwh: true })).join(', ') ||
                  '—'}
              </td>
              <td className={table.muted}>{noteOf({ meterSeconds, unknown, priced: prices.length > 0 })}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Card>
  )
}

function noteOf({
  meterSeconds,
  unknown,
  priced,
}: {
  meterSeconds?: number
  unknown?: string
  priced: boolean
}): string {
  if (unknown !== undefined) return `${unknown}: nothing is charged`
  if (!priced) return 'what a kWh cost is not known'
  return meterSeconds !== undefined && meterSeconds < 899 ? `known for ${Math.round(meterSeconds / 60)} of 15 min` : ''
}
