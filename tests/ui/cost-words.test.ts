import { expect, test } from 'vitest'
import { costInWords, costParts, costText } from '../../app/alerts/cost-words'

const USD = { currency: 'USD' }

test.each([
  [{ ...USD, lost: 2, saved: 0.5, net: 1.5 }, false, 'Cost so far', '$1.50'],
  [{ ...USD, lost: 2, saved: 0.5, net: 1.5 }, true, 'It cost', '$1.50'],
  [{ ...USD, lost: 0.5, saved: 0.62, net: -0.12 }, false, 'Saved so far', 'saved $0.12'],
  [{ ...USD, lost: 0.5, saved: 0.62, net: -0.12 }, true, 'It saved', 'saved $0.12'],
  [{ ...USD, lost: 2 }, true, 'It cost', '$2.00'],
  [{ ...USD, lost: 0.0000016 }, true, 'It cost', '<$0.01'],
  [{ ...USD, lost: 0, saved: 0, net: 0 }, true, 'It cost', '$0.00'],
  [undefined, false, 'Cost so far', undefined],
])('%j, over %s, is told as %s: no cost is below 0', (cost, over, name, text) => {
  expect(costInWords(cost, over).name).toBe(name)
  expect(costText(cost)).toBe(text)
})

test.each([
  [{ ...USD, lost: 0.0000014 }, '<$0.01 not earned'],
  [{ ...USD, lost: 2, saved: 0.004, net: 1.996 }, '$2.00 not earned, <$0.01 of power saved'],
  [{ ...USD, saved: 0.62 }, 'lost revenue not known, $0.62 of power saved'],
  [
    { ...USD, lost: 0.5, saved: 0.62, net: -0.12 },
    '$0.50 not earned, $0.62 of power saved: running costs more than it earns',
  ],
  [undefined, 'only what stops a rig from earning has a cost, where rates are known'],
])('%j has beneath it: %s', (cost, words) => {
  expect(costParts(cost)).toBe(words)
})
