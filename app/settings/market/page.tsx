import type { Metadata } from 'next'
import { COINS, notMinable } from '#lib/domain/coins'
import { MARKETPLACES } from '#lib/domain/payers'
import { energyHosts } from '#lib/services/energy/energy-hosts'
import { heldBack } from '#lib/services/held-back'
import { describeMarket } from '#lib/services/market-switch'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { Card } from '../../ui/card'
import { HeldBackCard } from './held-back-card.client'
import { RatesFile } from './rates-file.client'
import { RatesTable, type ShownRate, type SoldRate } from './rates-table.client'
import { SourcesCard } from './sources-card.client'

export const metadata: Metadata = { title: 'Market data' }

const SOLD_ALGORITHMS = [
  'sha256d',
  'scrypt',
  'randomx',
  'kawpow',
  'etchash',
  'autolykos2',
  'kheavyhash',
  'equihash',
  'x11',
]

export default async function Market() {
  const session = await requireSession()
  const { database, config, fleet } = runningServer()
  const settings = await describeMarket(database, config)
  const held = await heldBack(database)
  const energy = (await energyHosts(database, config)).map((host) => ({ ...host, tells: 'energy' as const }))
  const sources = [...settings.sources, ...energy]
  const { rates } = fleet
  const timeZone = [...fleet.sites.values()][0]?.timeZone ?? 'UTC'
  const mayChange = session.role === 'owner'
  const mined = new Set<string>()
  for (const { settings: rig } of fleet.liveRigs()) for (const { coin } of rig.assignments) mined.add(coin)
  const shown = COINS.map(
    ({ symbol, name }): ShownRate => ({
      symbol,
      name,
      mined: mined.has(symbol),
      price: rates.price(symbol),
      network: rates.network(symbol),
    }),
  )
  const ethereum = notMinable('ETH')
  if (ethereum) {
    const of = { symbol: 'ETH', name: 'Ethereum', mined: false, gone: `mined until ${ethereum.since}` }
    shown.push({ ...of, price: rates.price('ETH'), network: rates.network('ETH') })
  }
  const sold = MARKETPLACES.flatMap((marketplace) =>
    SOLD_ALGORITHMS.map((algorithm): SoldRate => {
      return { marketplace, algorithm, rate: rates.marketplace(marketplace, algorithm) }
    }),
  ).filter(({ marketplace, rate }) => rate !== undefined || marketplace === 'nicehash')
  return (
    <>
      <SourcesCard settings={{ ...settings, sources }} timeZone={timeZone} mayChange={mayChange} />
      {held.length > 0 ? <HeldBackCard held={held} timeZone={timeZone} mayChange={mayChange} /> : null}
      <Card title="Rates in use" note={`in ${rates.currency}; what you type in holds until you remove it`} flush>
        <RatesTable
          rates={shown.sort((one, other) => Number(other.mined) - Number(one.mined))}
          sold={sold}
          algorithms={SOLD_ALGORITHMS}
          currency={rates.currency}
          timeZone={timeZone}
          mayChange={mayChange}
        />
      </Card>
      {mayChange ? <RatesFile currency={rates.currency} /> : null}
    </>
  )
}
