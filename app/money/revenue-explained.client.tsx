'use client'

import { describeAlgorithm } from '#lib/domain/algorithms'
import { type RevenuePart, SOLO } from '#lib/domain/explained-money'
import { formatCoin, formatCount, formatDuration, formatHashRate, formatMoney, formatPercent } from '#lib/domain/format'
import { payerLabel, payerOf } from '#lib/domain/payers'
import { rateSourceName } from '#lib/domain/rate-sources'
import { Age } from '../ui/age.client'
import { Assumed } from './assumed'
import classes from './explained.module.css'
import { LargeNumber } from './large-number'
import { Step } from './step'

const SCHEME_WORDS: Record<RevenuePart['scheme'], string> = {
  unknown: 'scheme not told',
  pps: 'PPS: the same for every share, without the fees of blocks',
  fpps: 'FPPS: the same for every share, mean fees included',
  pplns: 'PPLNS: expected, with luck: blocks found pay more or less',
  prop: 'Proportional: expected, with luck: blocks found pay more or less',
  solo: 'SOLO',
}

/** Revenue of one algorithm in one coin: work, network, reward, fee, price. */
export function RevenueExplained({
  part,
  currency,
  timeZone,
  confirmHref,
}: {
  part: RevenuePart
  currency: string
  timeZone: string
  confirmHref?: string
}) {
  const solo = part.unknown === SOLO
  const label = describeAlgorithm(part.algorithm).label
  const title = part.coin ? `${label} → ${part.coin}` : label
  return (
    <section className={classes.part} aria-label={`Revenue from ${title}`}>
      <h3>
        {title}
        {part.mergedWith ? (
          <span className={classes.note}> merged with {part.mergedWith}: the same hashes find both</span>
        ) : null}
      </h3>
      {part.assumed ? (
        <Assumed href={confirmHref}>
          {part.coin ? `${part.coin} is the usual coin of this algorithm; ` : 'Who pays is '}
          {part.coin ? `coin and a fee of ${formatPercent(part.poolFeePercent / 100)} are assumed.` : 'assumed.'}
        </Assumed>
      ) : null}
      <dl className={classes.steps}>
        <Step
          name="Work"
          how={
            part.hashesPerSecond === undefined
              ? undefined
              : `${formatHashRate(part.hashesPerSecond, part.algorithm)} × ${formatDuration(part.seconds * 1000)}`
          }
        >
          {part.hashes === undefined ? (
            'not known'
          ) : (
            <>
              <LargeNumber count={part.hashes} /> hashes
            </>
          )}
        </Step>
        <Step name={part.payer === 'pool' ? 'Pool' : 'Sold to'}>{payerLabel(payerOf(part))}</Step>
        <NetworkSteps part={part} timeZone={timeZone} />
        {part.payer !== 'pool' ? null : (
          <Step name="Pool fee" how={SCHEME_WORDS[part.scheme]}>
            {formatPercent(part.poolFeePercent / 100)}
          </Step>
        )}
        {part.coinAmount !== undefined && part.coin && !solo ? (
          <Step name="Coins" how={part.payer !== 'pool' ? 'work × rate' : 'work ÷ hashes for one block × reward − fee'}>
            {formatCoin(part.coinAmount, part.coin)}
          </Step>
        ) : null}
        {part.price !== undefined ? (
          <Step
            name={`Price of one ${part.coin ?? 'coin'}`}
            source={<Source name={part.priceSource} atMs={part.priceAtMs} timeZone={timeZone} />}
          >
            {formatMoney(part.price, currency)}
          </Step>
        ) : null}
        {solo ? (
          <Step name="Mining solo" how="a whole block or nothing: odds, never income" total>
            {part.soloOddsPerDay === undefined ? 'odds not known' : `${oneIn(part.soloOddsPerDay)} a day`}
          </Step>
        ) : (
          <Step name="Revenue" how="coins × price" total>
            <span style={{ color: part.revenue === undefined ? 'var(--muted)' : 'var(--revenue)' }}>
              {part.revenue === undefined
                ? `unknown: ${part.unknown ?? 'a rate is missing'}`
                : formatMoney(part.revenue, currency)}
            </span>
          </Step>
        )}
      </dl>
      {part.ratesVary ? (
        <p className={classes.words}>
          Summed hour by hour, each with the rates of its hour; the rates above are means.
        </p>
      ) : null}
    </section>
  )
}

function NetworkSteps({ part, timeZone }: { part: RevenuePart; timeZone: string }) {
  if (part.coinPerHash !== undefined) {
    const perTerahash = part.coinPerHash * 1e12 * 86_400
    return (
      <Step
        name="Marketplace rate"
        how="paid for one TH/s over a day, its fee taken off"
        source={<Source name={part.rateSource} atMs={part.rateAtMs} timeZone={timeZone} />}
      >
        {formatCoin(perTerahash, part.coin ?? 'BTC')}
      </Step>
    )
  }
  if (part.difficulty === undefined) return null
  return (
    <>
      <Step
        name="Difficulty"
        how={
          part.hashesPerBlock === undefined ? undefined : (
            <>
              <LargeNumber count={part.hashesPerBlock} /> hashes for one block
            </>
          )
        }
        source={<Source name={part.networkSource} atMs={part.networkAtMs} timeZone={timeZone} />}
      >
        <LargeNumber count={part.difficulty} />
      </Step>
      {part.rewardPerBlock !== undefined && part.coin ? (
        <Step name="Reward of a block">{formatCoin(part.rewardPerBlock, part.coin)}</Step>
      ) : null}
      {part.paidPerBlock !== undefined && part.coin ? (
        <Step name="PPS counts" how="the new coins of a block; its fees stay with the pool">
          {formatCoin(part.paidPerBlock, part.coin)}
        </Step>
      ) : null}
      {part.feesIncluded ? (
        <Step name="Fees of blocks" how="PPS does not pay them">
          counted in: they cannot be told apart here
        </Step>
      ) : null}
    </>
  )
}

function Source({ name, atMs, timeZone }: { name?: string; atMs?: number; timeZone: string }) {
  if (!name && atMs === undefined) return null
  return (
    <>
      {name === undefined ? 'source not told' : rateSourceName(name)}
      {atMs === undefined ? null : (
        <>
          , <Age atMs={atMs} timeZone={timeZone} />
        </>
      )}
    </>
  )
}

function oneIn(chance: number): string {
  if (chance <= 0) return 'no chance'
  return chance >= 0.1 ? formatPercent(chance) : `1 in ${formatCount(Math.round(1 / chance))}`
}
