'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatCount, formatDuration, formatPercent, formatPower } from '#lib/domain/format'
import type { PowerCorrection } from '#lib/domain/wall-power'
import type { RigSnapshot } from '#lib/wire/dashboard-events'
import { MarketWords } from '../../fleet/market-words.client'
import { Age } from '../../ui/age.client'
import { Card } from '../../ui/card'
import { PowerSource } from '../../ui/power-source'
import { StateMark } from '../../ui/state-mark'
import classes from './rig-page.module.css'

/** What a rig is, who reports it, whom it works for, and how its power was come by. */
export function Details({ rig, mayChange }: { rig: RigSnapshot; mayChange: boolean }) {
  const { row, reading, site, agent } = rig
  const zone = site.timeZone
  const miner = reading?.miner
  return (
    <Card title="Details">
      <dl className={classes.details}>
        <Fact name="Key">
          <code>{row.key}</code>
        </Fact>
        <Fact name="Model">{row.model ?? miner?.model}</Fact>
        <Fact name="Miner">{miner ? [miner.name, miner.version].filter(Boolean).join(' ') : undefined}</Fact>
        <Fact name="Serial">{miner?.serial ? <code>{miner.serial}</code> : undefined}</Fact>
        <Fact name="Machine up">
          {miner?.machineUptimeSeconds === undefined ? undefined : formatDuration(miner.machineUptimeSeconds * 1000)}
        </Fact>
        <Fact name="Place">{[site.name, row.location].filter(Boolean).join(' · ')}</Fact>
        <Fact name="Time zone">{zone}</Fact>
        <Fact name="Tags">{row.tags.length > 0 ? row.tags.join(', ') : undefined}</Fact>
        <Fact name="Agent">
          {agent ? (
            <>
              {agent.name}{' '}
              <StateMark
                mark={agent.connected ? 'hashing' : 'offline'}
                word={agent.connected ? 'connected' : 'not connected'}
              />
            </>
          ) : undefined}
        </Fact>
        <Fact name="Agent’s problem">{agent?.problem}</Fact>
        <Fact name="Last reading">
          {row.seenAtMs === undefined ? 'never' : <Age atMs={row.seenAtMs} timeZone={zone} />}
        </Fact>
        {(reading?.work ?? []).map((work) => (
          <Fact key={work.algorithm} name={`Pool, ${describeAlgorithm(work.algorithm).label}`}>
            {work.pool?.url ? (
              <>
                <code>{work.pool.url}</code>
                {work.pool.user ? (
                  <>
                    {' '}
                    as <code title={work.pool.user}>{shortUser(work.pool.user)}</code>
                  </>
                ) : null}
                {work.pool.connected === false ? <StateMark mark="offline" word="not connected" /> : null}
              </>
            ) : undefined}
          </Fact>
        ))}
        {(reading?.work ?? []).map((work) =>
          work.shares ? (
            <Fact key={work.algorithm} name="Shares since start">
              {[
                `${formatCount(work.shares.accepted ?? 0)} accepted`,
                work.shares.rejected === undefined ? '' : `${formatCount(work.shares.rejected)} rejected`,
                work.shares.stale === undefined ? '' : `${formatCount(work.shares.stale)} stale`,
              ]
                .filter(Boolean)
                .join(', ')}
            </Fact>
          ) : null,
        )}
        <Fact name="Power told">
          {reading?.powerWatts === undefined ? undefined : (
            <>
              {formatPower(reading.powerWatts)}{' '}
              {reading.powerSource ? <PowerSource source={reading.powerSource} /> : 'source not told'}
            </>
          )}
        </Fact>
        <Fact name="Power counted">{powerWords(rig)}</Fact>
        <Fact name="Investment">
          <Link href={`/earnings/investment?of=rig:${row.id}`}>Purchase, repairs and payback</Link>
        </Fact>
        <Fact name="Rates">
          <MarketWords market={rig.market} />
        </Fact>
      </dl>
      {mayChange && row.powerWatts !== undefined && !row.powerAtTheWall ? (
        <p className={classes.suggestion}>
          This rig’s power is not measured at the wall.{' '}
          <Link href={`/settings/rigs/${row.id}`}>Add a power correction</Link> and its cost becomes exact.
        </p>
      ) : null}
    </Card>
  )
}

function powerWords({ perDay }: RigSnapshot): string | undefined {
  const part = perDay.costParts.find((each) => each.kind === 'energy')
  const words: string[] = []
  if (part?.wallWatts !== undefined) words.push(formatPower(part.wallWatts))
  if (part?.machine) words.push(`estimated from ${part.machine.model}`)
  if (part?.correction) words.push(correctionWords(part.correction))
  return words.length > 0 ? words.join(', ') : undefined
}

/** A wallet of forty characters by its two ends; the worker's name behind the dot stays whole. */
function shortUser(user: string): string {
  const [wallet = '', ...worker] = user.split('.')
  if (wallet.length <= 24) return user
  return [`${wallet.slice(0, 8)}…${wallet.slice(-6)}`, ...worker].join('.')
}

function correctionWords({ fixedWatts, supplyEfficiency, overheadWatts }: Omit<PowerCorrection, 'fromMs'>): string {
  if (fixedWatts !== undefined) return 'set by hand'
  const supply = supplyEfficiency === undefined ? '' : `supply of ${formatPercent(supplyEfficiency)}`
  const overhead = overheadWatts === undefined ? '' : `${formatPower(overheadWatts)} beside the devices`
  return ['corrected', [supply, overhead].filter(Boolean).join(' and ')].filter(Boolean).join(' for a ')
}

/** A line that is left out when there is nothing to say. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === undefined || children === null || children === '') return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
