import Link from 'next/link'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { payerLabel } from '#lib/domain/payers'
import type { RigSnapshot } from '#lib/wire/dashboard-events'
import { Note } from '../../forms/note'

/** Where the miner says it works, beside who the owner said pays; the settings are where one of them is chosen. */
export function ContradictedPayers({ rig, mayChange }: { rig: RigSnapshot; mayChange: boolean }) {
  const several = (rig.reading?.work.length ?? 0) > 1
  return (rig.contradictedPayers ?? []).map(({ algorithm, address, payer, paidAs }) => (
    <Note key={algorithm}>
      This rig now mines {several ? `${describeAlgorithm(algorithm).label} ` : ''}at <code>{address}</code> (
      {payerLabel(payer)}), paid as {payerLabel(paidAs)}
      {mayChange ? (
        <>
          : <Link href={`/settings/rigs/${rig.row.id}`}>confirm or change who pays</Link>.
        </>
      ) : (
        '.'
      )}
    </Note>
  ))
}
