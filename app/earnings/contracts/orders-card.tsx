import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatCoin, formatMoney } from '#lib/domain/format'
import { fromNano } from '#lib/domain/money'
import type { OrderStanding } from '#lib/services/contracts/list-orders'
import table from '../../forms/table.module.css'
import explained from '../../money/explained.module.css'
import { MoneyButton } from '../../money/money-button.client'
import { Card } from '../../ui/card'
import { ScrollTable } from '../../ui/scroll-table'
import { Unknown } from '../../ui/unknown.client'
import classes from '../earnings.module.css'
import { runInWords } from './contract-words'
import { DropOrder, OrderForm } from './order-form.client'

/** Hash power bought on NiceHash: what was spent, and what its hashes earned. */
export function OrdersCard({
  orders,
  currency,
  timeZone,
  mayChange,
}: {
  orders: OrderStanding[]
  currency: string
  timeZone: string
  mayChange: boolean
}) {
  return (
    <Card
      title="Orders of hash power"
      note="bought on NiceHash; what they earned are receipts told to belong to them"
      flush={orders.length > 0}
    >
      {orders.length === 0 ? null : (
        <ScrollTable label="Orders">
          <thead>
            <tr>
              <th scope="col">Order</th>
              {['Spent', 'Earned', 'Net', `Net in ${currency}`].map((name) => (
                <th key={name} scope="col" className={table.number}>
                  {name}
                </th>
              ))}
              {['Ran', 'Mines'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {mayChange ? (
                <th scope="col">
                  <span className="visually-hidden">Delete</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {orders.map((standing) => (
              <Order key={standing.order.id} {...{ standing, currency, timeZone, mayChange }} />
            ))}
          </tbody>
        </ScrollTable>
      )}
      {mayChange ? (
        <div className={orders.length > 0 ? classes.belowTable : undefined}>
          <OrderForm />
        </div>
      ) : null}
    </Card>
  )
}

function Order({
  standing,
  currency,
  timeZone,
  mayChange,
}: {
  standing: OrderStanding
  currency: string
  timeZone: string
  mayChange: boolean
}) {
  const { order, earnedPico, netPico, spentValue, earnedValueNano, unvalued } = standing
  const coins = (pico: bigint, coin: string) => formatCoin(Number(pico) / 1e12, coin)
  const earned = earnedValueNano === undefined ? undefined : fromNano(earnedValueNano)
  const net = spentValue === undefined || earned === undefined || unvalued > 0 ? undefined : earned - spentValue
  const reason =
    spentValue === undefined
      ? `no price of ${order.paidCoin} of then is known`
      : unvalued > 0
        ? 'a receipt of it has no value'
        : 'nothing was received for it yet'
  return (
    <tr>
      <th scope="row" style={{ textAlign: 'left' }}>
        {order.name}
      </th>
      <td className={table.number}>{coins(order.spentPico, order.paidCoin)}</td>
      <td className={table.number}>
        {earnedPico.length === 0 ? 'nothing yet' : earnedPico.map(({ coin, pico }) => coins(pico, coin)).join(' + ')}
      </td>
      <td className={table.number}>
        {netPico !== undefined ? (
          coins(netPico, order.paidCoin)
        ) : earnedPico.length === 0 ? (
          <Unknown reason="nothing was received for it yet" />
        ) : (
          'not in one coin'
        )}
      </td>
      <td className={table.number}>
        <MoneyButton
          amount={net}
          currency={currency}
          kind="profit"
          label={`Net of ${order.name}`}
          unknown={reason}
          explain={
            <div className={explained.explained}>
              <p className={explained.words}>
                Spent {coins(order.spentPico, order.paidCoin)}, worth{' '}
                {spentValue === undefined ? '—' : formatMoney(spentValue, currency)} when the order began; received
                worth {earned === undefined ? '—' : formatMoney(earned, currency)}, each receipt at the price of its own
                moment.
              </p>
            </div>
          }
        />
      </td>
      <td>{runInWords(order, timeZone)}</td>
      <td>
        {describeAlgorithm(order.algorithm).label} → {order.coin}
      </td>
      {mayChange ? (
        <td>
          <DropOrder orderId={order.id} name={order.name} />
        </td>
      ) : null}
    </tr>
  )
}
