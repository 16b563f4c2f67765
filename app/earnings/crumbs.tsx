import Link from 'next/link'
import { labelInWords } from '#lib/domain/date-words'
import { lastDateOfMonth } from '#lib/domain/local-dates'
import classes from './earnings.module.css'
import { type EarningsQuery, hrefOf } from './earnings-query'

/** The way back up: from a month's days to its year, and to all years. Nothing where no whole month or year is shown. */
export function Crumbs({ query }: { query: Pick<EarningsQuery, 'period' | 'fromDate' | 'toDate' | 'by' | 'only'> }) {
  const { fromDate, toDate } = query
  const year = Math.floor(fromDate / 10_000)
  const month = Math.floor(fromDate / 100)
  const isMonth = fromDate % 100 === 1 && toDate === lastDateOfMonth(month)
  const isYear = fromDate === year * 10_000 + 101 && toDate === year * 10_000 + 1231
  if (!isMonth && !isYear) return null
  const years = { ...query, period: 'year' as const, fromDate: (year - 4) * 10_000 + 101, toDate: year * 10_000 + 1231 }
  const months = { ...query, period: 'month' as const, fromDate: year * 10_000 + 101, toDate: year * 10_000 + 1231 }
  const here = isMonth ? labelInWords(`${year}-${String(month % 100).padStart(2, '0')}`, 'month') : String(year)
  return (
    <nav aria-label="Where this stands">
      <ol className={classes.crumbs}>
        <li>
          <Link href={hrefOf(years)}>Years</Link> ›
        </li>
        {isMonth ? (
          <li>
            <Link href={hrefOf(months)}>{year}</Link> ›
          </li>
        ) : null}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  )
}
