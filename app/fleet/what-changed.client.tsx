'use client'

import { useEffect, useState } from 'react'
import { rateSourceName } from '#lib/domain/rate-sources'
import { type WhatChanged, whatChangedAnswer } from '#lib/wire/planner'
import { useServerNow } from '../live/clock.client'
import { readJson } from '../live/read-json.client'
import { MoneyButton } from '../money/money-button.client'
import { Lines } from '../planner/lines'
import planner from '../planner/planner.module.css'
import { Card } from '../ui/card'
import { linesOfChange, wordsOfChange } from './change-words'
import classes from './what-changed.module.css'

const RENEW_MS = 300_000
const PRICES_SHOWN = 2

/** Yesterday's prices, the next difficulty and the next halving, each as what it does to this owner's day. */
export function WhatChangedCard({ initial }: { initial: WhatChanged }) {
  const [told, setTold] = useState(initial)
  const nowMs = useServerNow(60)
  useEffect(() => {
    const stop = new AbortController()
    const timer = setInterval(async () => {
      const answer = await readJson('/planner/changes', whatChangedAnswer, stop.signal)
      if (answer.ok && !stop.signal.aborted) setTold(answer.value)
    }, RENEW_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [])
  const { currency, changes, unpriced } = told
  return (
    <Card title="What changed" note="in profit a day, at the present pace">
      {changes.length === 0 ? (
        <p className={planner.words}>Nothing that is known of moves the profit of what runs now.</p>
      ) : (
        <ul className={classes.changes}>
          {foremost(changes).map((change) => {
            const { title, detail } = wordsOfChange(change, nowMs)
            return (
              <li key={`${change.kind}/${change.coin}`}>
                <MoneyButton
                  amount={change.effectPerDay}
                  currency={currency}
                  kind="profit"
                  size="title"
                  label={`${title}, ${detail}`}
                  explain={<ChangesExplained told={told} nowMs={nowMs} />}
                />
                <span>{title}</span>
                <span className={planner.words}>{detail}</span>
              </li>
            )
          })}
        </ul>
      )}
      {unpriced.length > 0 ? (
        <p className={planner.words}>
          No price of a day ago is known of {unpriced.join(', ')}: how it moved cannot be told.
        </p>
      ) : null}
    </Card>
  )
}

/** What moved most since yesterday, and of what lies ahead the next difficulty and the next halving. The rest is a press away. */
function foremost(changes: WhatChanged['changes']): WhatChanged['changes'] {
  const prices = changes.filter(({ kind }) => kind === 'price').slice(0, PRICES_SHOWN)
  const ahead = ['difficulty', 'subsidy'].flatMap((wanted) => changes.find(({ kind }) => kind === wanted) ?? [])
  return [...prices, ...ahead]
}

function ChangesExplained({ told, nowMs }: { told: WhatChanged; nowMs: number }) {
  return (
    <div className={planner.explained}>
      {told.changes.map((change) => {
        const { title, detail } = wordsOfChange(change, nowMs)
        return (
          <section key={`${change.kind}/${change.coin}`} aria-label={title}>
            <h3 className={classes.name}>
              {title} · {detail}
            </h3>
            <Lines lines={linesOfChange(change, told.currency)} />
            <p className={planner.words}>By {rateSourceName(change.source)}.</p>
          </section>
        )
      })}
      <p className={planner.words}>
        Each alone, with all else as it is: the rigs that hash now, at their hash rates of now. Fees of transactions
        stay as they are when a block’s new coins become fewer.
      </p>
    </div>
  )
}
