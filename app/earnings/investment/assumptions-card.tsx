import { Button, TextInput } from '@mantine/core'
import type { InvestmentAssumptions } from '#lib/wire/investment'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { Card } from '../../ui/card'
import { percentsText } from './assumptions'
import classes from './investment.module.css'

/** What the forecasts take for granted, in words, and the fields to take something else. It stands in the address. */
export function AssumptionsCard({
  assumptions,
  problems,
  shown,
}: {
  assumptions: InvestmentAssumptions
  problems: string[]
  shown: string
}) {
  return (
    <Card title="What is assumed">
      <form method="get" action="/earnings/investment" className={forms.form}>
        <Problem>{problems.length > 0 ? problems.join(' ') : undefined}</Problem>
        {shown === 'all' ? null : <input type="hidden" name="of" value={shown} />}
        <div className={forms.pair}>
          <TextInput
            name="growth"
            label="Difficulty growth each 14 days, %"
            defaultValue={percentsText(assumptions.growths)}
          />
          <TextInput
            name="drift"
            label="Change of the price over a year, %"
            defaultValue={percentsText(assumptions.drifts)}
          />
          <TextInput name="months" label="Written off over, months" defaultValue={String(assumptions.writeOffMonths)} />
        </div>
        <div className={forms.buttons}>
          <Button type="submit" variant="default">
            Assume this
          </Button>
        </div>
      </form>
      <ul className={classes.words}>
        <li>
          14 days are 2016 blocks of Bitcoin, after which its difficulty changes. The same step is assumed for other
          coins.
        </li>
        <li>The cost of a day stays as it is now, and hardware runs on through days that lose money.</li>
        <li>Payback counts what was paid less resales. What the hardware could still be sold for is not in it.</li>
        <li>
          Purchases are written off in equal parts at the end of each month, to nothing unless something else is said.
          Repairs are gone when they are paid.
        </li>
        <li>Nobody knows the future: this is arithmetic on assumptions, not advice.</li>
      </ul>
    </Card>
  )
}
