import table from '../../../forms/table.module.css'
import { ScrollTable } from '../../../ui/scroll-table'
import { StateMark } from '../../../ui/state-mark'

export type PreviewRow = {
  line: number
  key: string
  name: string
  rigId?: number
  fields: string[]
  problems: string[]
}

const SHOWN = 300
const FIELD_WORDS: Record<string, string> = { siteId: 'site', correction: 'power', assignments: 'coin and fee' }

/** Row by row: what would change, what is new, and what cannot be taken; problems first. */
export function PreviewTable({ rows }: { rows: PreviewRow[] }) {
  const news = rows.filter((row) => row.problems.length > 0 || row.fields.length > 0 || row.rigId === undefined)
  const ordered = news.sort((one, other) => other.problems.length - one.problems.length || one.line - other.line)
  return (
    <>
      <ScrollTable label="What the file would do">
        <thead>
          <tr>
            {['Line', 'Key', 'Rig', 'What it would do'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, SHOWN).map((row) => (
            <tr key={row.line}>
              <td className={table.muted}>{row.line}</td>
              <td>
                <code>{row.key}</code>
              </td>
              <th scope="row">{row.name}</th>
              <td className={table.wide}>
                {row.problems.length > 0 ? (
                  <StateMark mark="error" word={row.problems.join('; ')} />
                ) : (
                  `${row.rigId === undefined ? 'adds a rig with' : 'changes'} ${row.fields.map((field) => FIELD_WORDS[field] ?? field).join(', ')}`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {ordered.length > SHOWN ? <p className={table.nothing}>And {ordered.length - SHOWN} rows more.</p> : null}
    </>
  )
}
