'use client'

import { Button, FileButton } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { formatMoney } from '#lib/domain/format'
import { PRICE_SOURCES, type PriceSourceSettings } from '#lib/domain/tariff-parts'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { refusalWords } from '../../forms/refusal-words'
import { useDeed } from '../../forms/use-saving.client'
import type { PriceDays } from '../../tariff/price-days'
import { Age } from '../../ui/age.client'
import { previewPrices, takePrices } from './actions'
import type { ShownSite } from './shown-site'

type Preview = Extract<Awaited<ReturnType<typeof previewPrices>>, { ok: true }>

/** Who names a site's prices and how that went, and a file of prices: looked at first, then taken. */
export function NamedPrices({
  site,
  named,
  source,
  currency,
  mayChange,
}: {
  site: ShownSite
  named: NonNullable<ShownSite['named']>
  source: PriceSourceSettings['source'] | undefined
  currency: string
  mayChange: boolean
}) {
  const router = useRouter()
  const [chosen, setChosen] = useState<{ name: string; csv: string; preview: Preview }>()
  const [problems, setProblems] = useState<[string, string][]>([])
  const [told, setTold] = useState<string>()
  const { run, running, problem } = useDeed()

  async function look(file: File | null): Promise<void> {
    if (!file) return
    setProblems([])
    setTold(undefined)
    setChosen(undefined)
    try {
      const csv = await file.text()
      const result = await previewPrices({ siteId: site.id, csv })
      if (result.ok) setChosen({ name: file.name, csv, preview: result })
      else setProblems(Object.entries(result.problems))
    } catch (error) {
      const words = refusalWords(error, 'The server did not answer, so nothing was taken. Try again.')
      if (words) setProblems([['form', words]])
    }
  }

  return (
    <>
      <p className={forms.hint}>
        {source === undefined || source === 'csv' ? 'Prices come by a file' : `Prices by ${PRICE_SOURCES[source]}`}
        {named.lastSuccessAtMs === undefined ? null : (
          <>
            , asked <Age atMs={named.lastSuccessAtMs} timeZone={site.timeZone} />
          </>
        )}
        .{rangeOf(named.days, currency)}
      </p>
      {source === 'csv' ? null : <Problem>{named.problem}</Problem>}
      <Problem>{problem}</Problem>
      {problems.length > 0 ? (
        <Problem>
          Nothing was taken.
          <ul>
            {problems.map(([where, words]) => (
              <li key={where}>{where === 'csv' || where === 'form' ? words : `${where}: ${words}`}</li>
            ))}
          </ul>
        </Problem>
      ) : null}
      {mayChange ? (
        <>
          <p className={forms.hint}>
            A CSV file has the columns <code>from</code>, <code>to</code> or <code>minutes</code>, and{' '}
            <code>price</code> per kWh before fees and tax. Times are ISO 8601 with their zone.
          </p>
          <div className={forms.buttons}>
            <FileButton onChange={(file) => void look(file)} accept="text/csv,.csv">
              {(props) => (
                <Button variant="default" size="compact-md" {...props}>
                  Choose a CSV file of prices
                </Button>
              )}
            </FileButton>
            {chosen && chosen.preview.news > 0 ? (
              <Button
                size="compact-md"
                loading={running}
                onClick={() =>
                  void run(
                    () => takePrices({ siteId: site.id, csv: chosen.csv }),
                    ({ taken }) => {
                      setTold(`${chosen.name}: ${prices(taken)} taken.`)
                      setChosen(undefined)
                      router.refresh()
                    },
                  )
                }
              >
                Take {prices(chosen.preview.news, 'new ')}
              </Button>
            ) : null}
            <span role="status" className={forms.hint}>
              {chosen ? inWords(chosen.name, chosen.preview, site.timeZone) : told}
            </span>
          </div>
        </>
      ) : null}
    </>
  )
}

function inWords(name: string, { count, news, fromMs, toMs, lowest, highest }: Preview, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const span = `${format.format(fromMs)} to ${format.format(toMs)}`
  const known = news === 0 ? 'all known already' : `${count - news} known already`
  return `${name}: ${prices(count)} from ${lowest} to ${highest}, ${span}; ${known}.`
}

function prices(count: number, kind = ''): string {
  return `${count} ${kind}${count === 1 ? 'price' : 'prices'}`
}

/** The span of what is drawn, levies and tax included: of hours alone no bar is wide enough for its figure. */
function rangeOf(days: PriceDays[], currency: string): string {
  const known = days.flatMap(({ stretches }) => stretches.flatMap(({ pricePerKwh }) => pricePerKwh ?? []))
  if (known.length === 0) return ''
  const [low, high] = [Math.min(...known), Math.max(...known)].map((price) => formatMoney(price, currency))
  return low === high ? ` ${low} per kWh.` : ` ${low} to ${high} per kWh.`
}
