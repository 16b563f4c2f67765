'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import type { CoinPrice, MarketplaceRate, NetworkRate } from '#lib/domain/explained-money'
import { formatCoin, formatMoney } from '#lib/domain/format'
import { type Marketplace, payerLabel } from '#lib/domain/payers'
import { rateSourceName } from '#lib/domain/rate-sources'
import table from '../../forms/table.module.css'
import { LargeNumber } from '../../money/large-number'
import { Age } from '../../ui/age.client'
import { ScrollTable } from '../../ui/scroll-table'
import { Unknown } from '../../ui/unknown.client'
import { AnotherMarketplace } from './another-marketplace.client'
import { RateForm, type RateToType } from './rate-form.client'
import { soldUnit } from './sold-unit'

export type ShownRate = {
  symbol: string
  name: string
  mined: boolean
  price?: CoinPrice
  network?: NetworkRate
  /** Until when it was mined, in words: its rates are those of its time. */
  gone?: string
}
export type SoldRate = { marketplace: Marketplace; algorithm: string; rate?: MarketplaceRate }

/** The rates amounts are computed with now, each with its source and age. */
export function RatesTable({
  rates,
  sold,
  algorithms,
  currency,
  timeZone,
  mayChange,
}: {
  rates: ShownRate[]
  sold: SoldRate[]
  /** What marketplaces buy. */
  algorithms: readonly string[]
  currency: string
  timeZone: string
  mayChange: boolean
}) {
  const [typing, setTyping] = useState<RateToType>()
  const edit = (rate: RateToType, of: string) =>
    mayChange ? (
      <Button variant="subtle" size="compact-xs" onClick={() => setTyping(rate)}>
        Type in<span className="visually-hidden"> {of}</span>
      </Button>
    ) : null
  return (
    <>
      <ScrollTable label="Rates">
        <thead>
          <tr>
            <th scope="col">Coin</th>
            <th scope="col" className={table.number}>
              Price
            </th>
            <th scope="col">From</th>
            <th scope="col">
              <span className="visually-hidden">Type in a price</span>
            </th>
            <th scope="col" className={table.number}>
              Difficulty
            </th>
            <th scope="col" className={table.number}>
              Reward of a block
            </th>
            <th scope="col">From</th>
            <th scope="col">
              <span className="visually-hidden">Type in a difficulty</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rates.map(({ symbol, name, mined, price, network, gone }) => (
            <tr key={symbol}>
              <th scope="row" className={table.name}>
                <strong>{symbol}</strong> <span className={table.muted}>{name}</span>
                {mined ? <span className="visually-hidden">, mined here</span> : null}
                {gone ? <span className={table.muted}>, {gone}</span> : null}
              </th>
              <td className={table.number}>
                {price ? formatMoney(price.price, currency) : <Unknown reason="no source told a price yet" />}
              </td>
              <td className={table.muted}>{price ? <Source rate={price} timeZone={timeZone} /> : null}</td>
              <td>
                {edit(
                  { kind: 'price', coin: symbol, figure: price?.price, typed: price?.source === 'typed' },
                  `the price of ${symbol}`,
                )}
              </td>
              <td className={table.number}>
                {network ? (
                  <LargeNumber count={network.difficulty} />
                ) : (
                  <Unknown reason="no source told a difficulty: type it in" />
                )}
              </td>
              <td className={table.number}>{network ? formatCoin(network.rewardPerBlock, symbol) : null}</td>
              <td className={table.muted}>{network ? <Source rate={network} timeZone={timeZone} /> : null}</td>
              <td>
                {edit(
                  {
                    ...{ kind: 'network', coin: symbol, past: gone !== undefined, typed: network?.source === 'typed' },
                    ...{ figure: network?.difficulty, reward: network?.rewardPerBlock },
                  },
                  `the difficulty of ${symbol}`,
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tbody>
          {sold.map(({ marketplace, algorithm, rate }) => (
            <tr key={`${marketplace}/${algorithm}`}>
              <th scope="row" className={table.name}>
                <strong>{payerLabel(marketplace)}</strong>{' '}
                <span className={table.muted}>{describeAlgorithm(algorithm).label}</span>
              </th>
              <td className={table.number}>
                {rate ? (
                  `${formatCoin(perDay(rate), rate.coin)} a day for ${soldUnit(algorithm).name}`
                ) : (
                  <Unknown reason={`type in what ${payerLabel(marketplace)} pays for this algorithm`} />
                )}
              </td>
              <td className={table.muted}>{rate ? <Source rate={rate} timeZone={timeZone} /> : null}</td>
              <td>
                {edit(
                  {
                    ...{ kind: 'marketplace', marketplace, algorithm },
                    ...{ figure: rate ? perDay(rate) : undefined, typed: rate?.source === 'typed' },
                  },
                  `what ${payerLabel(marketplace)} pays for ${describeAlgorithm(algorithm).label}`,
                )}
              </td>
              <td colSpan={4} />
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {mayChange ? <AnotherMarketplace algorithms={algorithms} onChosen={setTyping} /> : null}
      {typing ? <RateForm rate={typing} currency={currency} onClose={() => setTyping(undefined)} /> : null}
    </>
  )
}

/** Coins a day, for as many hashes a second as the algorithm's machines are compared in. */
function perDay({ algorithm, coinPerHash }: MarketplaceRate): number {
  return coinPerHash * soldUnit(algorithm).hashesPerDay
}

function Source({ rate, timeZone }: { rate: { source: string; observedAtMs: number }; timeZone: string }) {
  return (
    <>
      {rateSourceName(rate.source)}, <Age atMs={rate.observedAtMs} timeZone={timeZone} />
    </>
  )
}
