import Link from 'next/link'
import { formatMoney } from '#lib/domain/format'
import table from '../../forms/table.module.css'
import { Card } from '../../ui/card'
import { Figure } from '../../ui/figure'
import { ScrollTable } from '../../ui/scroll-table'
import classes from '../planner.module.css'
import { runWord, runWords, type SitePlan } from './site-plan'

/** The same by kind of rig: some are worth their power for longer than others. */
export function KindsCard({ site, currency }: { site: SitePlan; currency: string }) {
  if (site.kinds.length === 0) return null
  const kinds = [...site.kinds].sort(
    (one, other) =>
      (other.breakEvenPerKwh ?? Number.NEGATIVE_INFINITY) - (one.breakEvenPerKwh ?? Number.NEGATIVE_INFINITY) || 0,
  )
  return (
    <Card title="By kind of rig" flush>
      <ScrollTable label="By kind of rig">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" className={table.number}>
              Rigs
            </th>
            <th scope="col" className={table.number}>
              Power brings
            </th>
            <th scope="col">Now</th>
            <th scope="col">Worth running</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind.kind}>
              <th scope="row">{kind.kind}</th>
              <td className={table.number}>{kind.rigs}</td>
              <td className={table.number}>
                <Figure
                  text={
                    kind.breakEvenPerKwh === undefined
                      ? undefined
                      : formatMoney(kind.breakEvenPerKwh, currency, { perKwh: true })
                  }
                  unknown={kind.unknown}
                />
              </td>
              <td>{runWord(kind.run[0])}</td>
              <td className={table.muted}>{runWords(kind.run, site)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p className={classes.below}>
        A home automation can ask for the same, rig by rig, at <code>/api/v1/plan</code>. Keys are made in{' '}
        <Link href="/settings/access">Settings</Link>.
      </p>
    </Card>
  )
}
