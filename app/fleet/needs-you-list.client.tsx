'use client'

import Link from 'next/link'
import { type ReactNode, useMemo } from 'react'
import type { RigRow, SiteRow } from '#lib/wire/dashboard-events'
import { useServerNow } from '../live/clock.client'
import { Card } from '../ui/card'
import { StateMark } from '../ui/state-mark'
import classes from './fleet.module.css'
import { wordsOfLosses, wordsOfNeed } from './need-words'
import { foldLosses, needsYou } from './needs-you'

const SHOWN = 50
/** As many as the stylesheet leaves on a phone. */
const ON_A_PHONE = 5

/** What needs a person, worst first; each line leads to its rig. */
export function NeedsYouList({
  rigs,
  sites,
  currency,
}: {
  rigs: RigRow[]
  sites: Map<number, SiteRow>
  currency: string
}) {
  const { listed, losers } = useMemo(() => foldLosses(needsYou(rigs)), [rigs])
  const nowMs = useServerNow(10)
  const count = listed.length + (losers.length > 0 ? 1 : 0)
  return (
    <Card title="Needs you" className={classes.needsCard} aside={count > 0 ? <span>{count}</span> : undefined}>
      {count === 0 ? (
        <p className={classes.allWell}>
          <StateMark mark="hashing" word="Nothing. Every rig does what it should." />
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul className={classes.needs} tabIndex={0} aria-label="What needs you, worst first">
          {listed.slice(0, SHOWN).map((need) => {
            const site = sites.get(need.row.siteId)
            const words = wordsOfNeed(need, {
              nowMs,
              timeZone: site?.timeZone ?? 'UTC',
              currency,
              pricePerKwh: site?.pricePerKwhNow,
            })
            return (
              <NeedLine
                key={`${need.rigId}-${need.mark}`}
                {...words}
                mark={<StateMark mark={need.mark} tone={need.tone} wordless />}
                href={`/rigs/${need.rigId}`}
              />
            )
          })}
          {losers.length > 0 ? (
            <NeedLine
              {...wordsOfLosses(losers, currency)}
              mark={<StateMark mark="loses" tone="warn" wordless />}
              href="/rigs?state=loses"
            />
          ) : null}
        </ul>
      )}
      {count > ON_A_PHONE ? (
        <p className={classes.moreNeeds}>And {count - ON_A_PHONE} more: they stand first in the table of rigs.</p>
      ) : null}
    </Card>
  )
}

function NeedLine({
  mark,
  title,
  detail,
  since,
  href,
}: {
  mark: ReactNode
  title: string
  detail: string
  since: string
  href: string
}) {
  return (
    <li className={classes.need}>
      {mark}
      <div className={classes.needWords}>
        <Link href={href} className={classes.needLink}>
          {title}
        </Link>
        <span className={classes.muted}>{detail}</span>
      </div>
      <span className={classes.needSince}>{since}</span>
    </li>
  )
}
