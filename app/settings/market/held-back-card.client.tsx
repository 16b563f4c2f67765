'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { rateSourceName } from '#lib/domain/rate-sources'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { Age } from '../../ui/age.client'
import { Card } from '../../ui/card'
import { StateMark } from '../../ui/state-mark'
import classes from '../settings.module.css'
import { takeHeldRate } from './actions'

type Held = { key: string; why: string; sinceMs: number; atMs: number; rate: { source: string } }

/** Rates that a source tells and that are too far from the last good ones to be used without being asked. */
export function HeldBackCard({ held, timeZone, mayChange }: { held: Held[]; timeZone: string; mayChange: boolean }) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  return (
    <Card title="Held back" note="The last good rates stay in use, with their age.">
      <Problem>{problem}</Problem>
      <ul className={classes.list} aria-label="Rates held back">
        {held.map(({ key, why, sinceMs, atMs, rate }) => (
          <li key={key}>
            <StateMark mark="hot" word={why} />
            <span className={classes.muted}>
              {rateSourceName(rate.source)}, last told <Age atMs={atMs} timeZone={timeZone} />, held since{' '}
              <Age atMs={sinceMs} timeZone={timeZone} />
            </span>
            {mayChange ? (
              <Button
                variant="default"
                size="compact-xs"
                loading={running}
                onClick={() =>
                  void run(
                    () => takeHeldRate(key),
                    () => router.refresh(),
                  )
                }
              >
                Take it<span className="visually-hidden">: {why}</span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}
