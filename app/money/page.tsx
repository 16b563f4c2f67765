import type { Metadata } from 'next'
import { requireSession } from '../session'
import { PageHeader } from '../shell/page-header'
import { Card } from '../ui/card'
import classes from './explained.module.css'

export const metadata: Metadata = { title: 'How money is computed' }

export default async function HowMoneyIsComputed() {
  await requireSession()
  return (
    <>
      <PageHeader title="How money is computed" />
      <Card className={classes.article}>
        <p>
          Every amount can be taken apart: press it, and the work, rates, fee and tariff it was made of stand beside it,
          each with its source and age. The same calculation serves live estimates and history.
        </p>
        <h2>Revenue</h2>
        <p>
          Work is hash rate over time: the hashes a rig did while its readings spoke for it. Silence counts as no work.
        </p>
        <p>
          Coins = hashes ÷ hashes expected for one block × reward of a block × (1 − pool fee). The hashes expected for
          one block follow from the network’s difficulty. Revenue = coins × price.
        </p>
        <p>
          A marketplace such as NiceHash pays for the hashes themselves, so its own rate stands in place of difficulty
          and reward. Merged mining (LTC with DOGE) counts the same hashes for both coins.
        </p>
        <p>Mining solo pays a whole block or nothing: the odds are shown, and no income is counted.</p>
        <h2>Cost</h2>
        <p>
          Energy = power at the wall × time. Power is the meter’s or the supply’s input figure where there is one; else
          what the machine tells, marked with ~, until you give a correction; else an estimate from the maker’s figures.
        </p>
        <p>
          Cost = energy × (1 + overhead of the site) × price of a kWh in that quarter of an hour, by the site’s tariff
          and time zone, and the site’s fixed cost shared over time.
        </p>
        <h2>Profit and break-even</h2>
        <p>
          Profit = revenue − cost. The break-even tariff is the price of a kWh at which profit would be zero. What is
          not known is left out and said so; it is never counted as zero.
        </p>
      </Card>
    </>
  )
}
