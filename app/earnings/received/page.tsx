import { IconCoins } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { labelInWords } from '#lib/domain/date-words'
import { formatCoin, formatInstant, formatMoney } from '#lib/domain/format'
import { rateSourceName } from '#lib/domain/rate-sources'
import { describeReceived } from '#lib/services/income/describe-received'
import { runningServer } from '#lib/services/running-server'
import table from '../../forms/table.module.css'
import { requireSession } from '../../session'
import { PageHeader } from '../../shell/page-header'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'
import { ScrollTable } from '../../ui/scroll-table'
import { Unknown } from '../../ui/unknown.client'
import classes from '../earnings.module.css'
import { EarningsTabs } from '../earnings-tabs.client'
import { BelongsTo } from './belongs-to.client'
import { ownerName } from './owner-name'
import { ReceiptBeforeLines } from './receipt-before'
import { ReceiptsFile } from './receipts-file.client'
import { RemoveButton } from './remove-button.client'
import { AddSource } from './source-form.client'
import { SourcesCard } from './sources-card.client'

export const metadata: Metadata = { title: 'Received' }

/** Rigs are offered by name up to so many. */
const MOST_RIGS = 60
const NO_PRICE = 'no price of that time is known: add one under Settings, Market data'
const NUMBERS = new Set(['Coins', 'Worth when it came', 'Worth then', 'Receipts'])
const KIND_WORDS: Record<string, string> = { payout: 'paid out', credit: 'credited', mined: 'mined' }

export default async function ReceivedPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const session = await requireSession()
  const { database, fleet } = runningServer()
  const { after } = await searchParams
  const timeZone = [...fleet.sites.values()][0]?.timeZone ?? 'UTC'
  const cursor = typeof after === 'string' && /^\d{1,15}\.\d{1,15}$/.test(after) ? after : undefined
  const { sources, imports, months, owners, receipts, nextCursor } = await describeReceived(database, {
    timeZone,
    cursor,
  })
  const mayChange = session.role === 'owner'
  // What a source is asked for itself would stand twice.
  const files = sources.filter(({ kind }) => kind === 'file').map(({ id, name }) => ({ id, name }))
  const rigs = [...fleet.liveRigs()].map(({ id, settings }) => ({ subject: `rig:${id}`, name: settings.name }))
  // A list of a farm's thousand rigs is no choice.
  const choices = rigs.length > MOST_RIGS ? owners : [...owners, ...rigs]
  const nameOf = (id: number) => sources.find((source) => source.id === id)?.name ?? ''
  return (
    <>
      <PageHeader title="Earnings" beside="what really came, valued when it came" />
      <EarningsTabs />
      <div className={classes.page}>
        {sources.length === 0 ? (
          <Card>
            <EmptyState title="Nothing received yet" icon={<IconCoins size={32} stroke={1.4} aria-hidden="true" />}>
              Payouts of pools, NiceHash and your own addresses will stand here, each with what it was worth when it
              came.
              {mayChange
                ? ' Add where they come from: read-only access is enough.'
                : ' The owner can add where they come from.'}
            </EmptyState>
          </Card>
        ) : (
          <SourcesCard sources={sources} owners={choices} timeZone={timeZone} mayChange={mayChange} />
        )}
        {mayChange ? <AddSource /> : null}
        {months.length > 0 ? (
          <Card title="By month" note="credited and paid out are the same money twice, so they stand apart" flush>
            <Table label="Received by month" heads={['Month', 'Coins', 'Worth when it came', 'Source', 'How']}>
              {months.map((sum) => (
                <tr key={`${sum.label} ${sum.sourceId} ${sum.coin} ${sum.kind} ${sum.currency}`}>
                  <th scope="row">{labelInWords(sum.label, 'month')}</th>
                  <td className={table.number}>{formatCoin(sum.amount, sum.coin)}</td>
                  <td className={table.number}>
                    {sum.value === undefined || sum.currency === undefined ? (
                      <Unknown reason={NO_PRICE} />
                    ) : (
                      formatMoney(sum.value, sum.currency)
                    )}
                  </td>
                  <td>{nameOf(sum.sourceId)}</td>
                  <td>{KIND_WORDS[sum.kind] ?? sum.kind}</td>
                </tr>
              ))}
            </Table>
          </Card>
        ) : null}
        {receipts.length > 0 ? (
          <Card
            title="Receipts"
            flush
            aside={
              nextCursor ? <LinkButton href={`/earnings/received?after=${nextCursor}`}>Older</LinkButton> : undefined
            }
          >
            <Table label="Receipts" heads={['Received', 'Coins', 'Worth then', 'Price', 'Source', 'How', 'Belongs to']}>
              {receipts.map(({ id, source, kind, coin, amount, fee, note, receivedAtMs, value, subject, before }) => (
                <tr key={id}>
                  <th scope="row">{formatInstant(receivedAtMs, timeZone)}</th>
                  <td className={table.number}>
                    {formatCoin(Number(amount), coin)}
                    {fee === undefined ? null : (
                      <span className={table.muted}>, fee {formatCoin(Number(fee), coin)}</span>
                    )}
                    {note === undefined ? null : <span className={table.muted}> · {note}</span>}
                    {before ? <ReceiptBeforeLines coin={coin} before={before} timeZone={timeZone} /> : null}
                  </td>
                  <td className={table.number}>
                    {value ? formatMoney(value.amount, value.currency) : <Unknown reason={NO_PRICE} />}
                  </td>
                  <td className={table.muted}>
                    {value
                      ? `${formatMoney(value.price, value.currency)}, ${rateSourceName(value.source)}`
                      : 'not valued'}
                  </td>
                  <td>{source.name}</td>
                  <td>{KIND_WORDS[kind] ?? kind}</td>
                  <td>
                    {mayChange ? (
                      <BelongsTo
                        of={{ id }}
                        subject={subject}
                        owners={choices}
                        label={`What the receipt of ${formatInstant(receivedAtMs, timeZone)} is for`}
                      />
                    ) : (
                      ownerName(subject, choices)
                    )}
                  </td>
                </tr>
              ))}
            </Table>
          </Card>
        ) : null}
        {receipts.length > 0 ? (
          <p className={classes.downloads}>
            {taxYears(months).map((year) => (
              <a key={year} href={`/earnings/received/tax?year=${year}`} download>
                Receipts of {year} for taxes, as CSV
              </a>
            ))}
            <a href="/earnings/received/tax" download>
              All receipts as CSV
            </a>
          </p>
        ) : null}
        {mayChange && files.length > 0 ? <ReceiptsFile sources={files} timeZone={timeZone} /> : null}
        {imports.length > 0 ? (
          <Card title="Files taken in" flush>
            <Table label="Files taken in" heads={['File', 'Receipts', 'Taken in', 'All of it belongs to', '']}>
              {imports.map(({ id, fileName, receipts: count, importedAtMs, subject }) => (
                <tr key={id}>
                  <th scope="row">{fileName}</th>
                  <td className={table.number}>{count}</td>
                  <td>{formatInstant(importedAtMs, timeZone)}</td>
                  <td>
                    {mayChange ? (
                      <BelongsTo
                        of={{ importId: id }}
                        subject={subject}
                        owners={choices}
                        label={`What ${fileName} is for`}
                      />
                    ) : (
                      ownerName(subject, choices)
                    )}
                  </td>
                  <td>{mayChange ? <RemoveButton what="import" id={id} name={fileName} /> : null}</td>
                </tr>
              ))}
            </Table>
          </Card>
        ) : null}
      </div>
    </>
  )
}

function taxYears(months: { label: string }[]): string[] {
  return [...new Set(months.map(({ label }) => label.slice(0, 4)))].sort().reverse().slice(0, 6)
}

function Table({ label, heads, children }: { label: string; heads: string[]; children: React.ReactNode }) {
  return (
    <ScrollTable label={label}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" className={NUMBERS.has(head) ? table.number : undefined}>
              {head || <span className="visually-hidden">Deeds</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </ScrollTable>
  )
}
