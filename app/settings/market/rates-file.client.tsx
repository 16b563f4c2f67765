'use client'

import { Button, FileButton, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { refusalWords } from '../../forms/refusal-words'
import { Card } from '../../ui/card'
import classes from '../settings.module.css'
import { takeRatesFile } from './actions'

/** Prices and difficulties of the past from a file; the hours they speak for are valued anew. */
export function RatesFile({ currency }: { currency: string }) {
  const router = useRouter()
  const [taking, setTaking] = useState(false)
  const [coin, setCoin] = useState('')
  const [told, setTold] = useState<string>()
  const [problems, setProblems] = useState<[string, string][]>([])

  async function take(file: File | null): Promise<void> {
    if (!file) return
    setTaking(true)
    setProblems([])
    setTold(undefined)
    try {
      const result = await takeRatesFile({ csv: await file.text(), coin })
      if (!result.ok) return setProblems(Object.entries(result.problems))
      setTold(`${file.name}: ${result.prices} prices and ${result.networks} difficulties taken.`)
      router.refresh()
    } catch (error) {
      const words = refusalWords(error, 'The server did not answer, so nothing was taken. Try again.')
      if (words) setProblems([['form', words]])
    } finally {
      setTaking(false)
    }
  }

  return (
    <Card title="Rates of the past from a file">
      <div className={classes.stack}>
        <p className={classes.small}>
          A CSV file with the columns <code>time, coin, currency, price, difficulty, reward, height</code>, in any
          order. <code>time</code> (or <code>date</code>, <code>snapped_at</code>) is ISO 8601 or epoch ms, a day counts
          from 00:00 UTC; a row needs a price or a difficulty, and a difficulty a reward or a height. Without{' '}
          <code>currency</code> it is {currency}.
        </p>
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
        <TextInput
          label="Coin, where the file does not name it"
          description="Such as ETH, for a file of one coin’s daily prices."
          value={coin}
          maw={440}
          onChange={(event) => setCoin(event.currentTarget.value)}
          maxLength={20}
        />
        <div className={forms.buttons}>
          <FileButton onChange={(file) => void take(file)} accept="text/csv,.csv">
            {(props) => (
              <Button variant="default" loading={taking} {...props}>
                Choose a CSV file
              </Button>
            )}
          </FileButton>
          <span role="status" className={forms.hint}>
            {told}
          </span>
        </div>
      </div>
    </Card>
  )
}
