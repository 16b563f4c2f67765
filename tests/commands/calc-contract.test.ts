import { expect, test } from 'vitest'
import { calculateContract } from '../../commands/calculate-contract.ts'

const NOW = Date.UTC(2026, 10, 20)
const PETAHASH = {
  coin: 'btc',
  hashrate: '1PH',
  difficulty: '1e14',
  reward: '3.125',
  price: '100000',
  feePerThDay: '0.14',
}

test('a petahash at $0.14 per TH and day never pays back and ends after its days of grace', () => {
  const result = calculateContract({ ...PETAHASH, paid: '180000' }, NOW)
  expect(result).toMatchObject({ ok: true, contract: { daysToPayBack: null, daysUntilTermination: 60 } })
  if (!result.ok) return
  expect(result.contract.feePerDay).toBeCloseTo(140, 9)
  expect(result.contract.coinPerDay).toBeCloseTo(0.000628642738, 12)
  expect(result.contract.netPerDay).toBeCloseTo(-77.1357, 4)
  expect(result.contract.breakEvenPrice).toBeCloseTo(222_702.01, 1)
  expect(result.contract.assumptions.join()).toContain('60 days of grace')
})

test('a cheap contract pays back within its term, or says null', () => {
  const cheap = { ...PETAHASH, feePerThDay: '0.03', paid: '3286.42738' }
  // 62.8643 − 30 = 32.8643 a day
  const open = calculateContract(cheap, NOW)
  expect(open.ok && open.contract.daysToPayBack).toBeCloseTo(100, 3)
  expect(open).toMatchObject({ contract: { daysUntilTermination: null } })
  expect(calculateContract({ ...cheap, days: '90' }, NOW)).toMatchObject({
    contract: { daysToPayBack: null, daysUntilTermination: 90 },
  })
})

test('a fee in coin has no break-even price; one in another currency needs its rate', () => {
  expect(calculateContract({ ...PETAHASH, feePerThDay: '0.0000003', feeCurrency: 'BTC' }, NOW)).toMatchObject({
    contract: { breakEvenPrice: null, feePerDay: expect.closeTo(30, 9) },
  })
  expect(calculateContract({ ...PETAHASH, feeCurrency: 'EUR' }, NOW)).toMatchObject({
    reason: expect.stringContaining('--fee-rate'),
  })
  expect(calculateContract({ ...PETAHASH, feeCurrency: 'EUR', feeRate: '1.1' }, NOW)).toMatchObject({
    contract: { feePerDay: expect.closeTo(154, 9) },
  })
})

test('what is missing, wrong or not to be mined is named', () => {
  expect(calculateContract({ ...PETAHASH, price: undefined }, NOW)).toMatchObject({
    reason: expect.stringContaining('--price'),
  })
  expect(calculateContract({ ...PETAHASH, paid: 'much' }, NOW)).toMatchObject({ reason: 'not understood: --paid much' })
  expect(calculateContract({ ...PETAHASH, coin: 'ETH' }, NOW)).toMatchObject({ reason: expect.stringContaining('ETC') })
})
