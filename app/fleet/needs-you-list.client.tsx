'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { RigRow, SiteRow } from '#lib/wire/dashboard-events'
import { useServerNow } from '../live/clock.client'
import { Card } from '../ui/card'
import { StateMark } from '../ui/state-mark'
import classes from './fleet.module.css'
import { wordsOfNeed } from './need-words'
import { needsYou } from './needs-you'

const SHOWN = 50

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
  const needs = useMemo(() => needsYou(rigs), [rigs])
  const nowMs = useServerNow(10)
  return (
    <Card
      title="Needs you"
      className={classes.needsCard}
      aside={needs.length > 0 ? <span>{needs.length}</span> : undefined}
    >
      {needs.length === 0 ? (
        <p className={classes.allWell}>
          <StateMark mark="hashing" word="Nothing. Every rig does what it should." />
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul className={classes.needs} tabIndex={0} aria-label="What needs you, worst first">
          {needs.slice(0, SHOWN).map((need) => {
            const site = sites.get(need.row.siteId)
            const words = wordsOfNeed(need, {
              nowMs,
              timeZone: site?.timeZone ?? 'UTC',
              currency,
              pricePerKwh: site?.pricePerKwhNow,
            })
            return (
              <li key={`${need.rigId}-${need.mark}`} className={classes.need}>
                <StateMark mark={need.mark} tone={need.tone} wordless />
                <div className={classes.needWords}>
                  <Link href={`/rigs/${need.rigId}`} className={classes.needLink}>
                    {words.title}
                  </Link>
                  <span className={classes.muted}>{words.detail}</span>
                </div>
                <span className={classes.needSince}>{words.since}</span>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
