import { formatCoin, formatMoney } from '#lib/domain/format'
import { fromNano } from '#lib/domain/money'
import { fromPico } from '#lib/domain/pico'
import type { ContractStanding } from '#lib/services/contracts/list-contracts'
import { Step } from '../../money/step'
import { returnedWords } from './contract-words'

/** What really came for a contract: its coins, their worth, and the return that makes. */
export function ReceivedStep({ standing, currency }: { standing: ContractStanding; currency: string }) {
  const { received, receivedReturn } = standing
  if (received.receipts === 0) return <Step name="Received so far">nothing that was told to belong to it</Step>
  const coins = received.byCoin.map(({ coin, pico }) => formatCoin(fromPico(pico), coin)).join(' + ')
  const worth = received.valueNano === undefined ? 'not valued' : formatMoney(fromNano(received.valueNano), currency)
  const unvalued = received.unvalued === 0 ? '' : `, ${received.unvalued} of ${received.receipts} receipts not valued`
  return (
    <Step name="Received so far" how={returnedWords(receivedReturn) ?? 'each receipt at the price of its own moment'}>
      {coins}, {worth}
      {unvalued}
    </Step>
  )
}
