import Link from 'next/link'
import type { IncidentRow } from '#lib/wire/alerts'
import { Card } from '../../ui/card'
import { SeverityMark } from '../incident-marks'
import classes from './incident-page.module.css'

const SHOWN = 200

/** What this incident explains: told to nobody, because its cause was. */
export function Inhibited({ incidents, total }: { incidents: IncidentRow[]; total: number }) {
  if (incidents.length === 0) return null
  return (
    <Card title="Explains" note={`${total} more, told to nobody`}>
      <ul className={classes.inhibited}>
        {incidents.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <SeverityMark row={row} quiet={row.phase === 'resolved'} />
            <Link href={`/alerts/${row.id}`} prefetch={false}>
              {row.title}
            </Link>
            {row.phase === 'resolved' ? <span className={classes.muted}>over</span> : null}
          </li>
        ))}
      </ul>
      {total > Math.min(incidents.length, SHOWN) ? (
        <p className={classes.muted}>And {total - Math.min(incidents.length, SHOWN)} more.</p>
      ) : null}
    </Card>
  )
}
