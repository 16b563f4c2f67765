import { expect, test } from 'vitest'
import {
  formatAge,
  formatClock,
  formatCoin,
  formatDuration,
  formatEfficiency,
  formatEnergy,
  formatHashRate,
  formatInstant,
  formatMoney,
  formatPercent,
  formatPower,
  formatTemperature,
} from '#lib/domain/format'
import { parseHashRate } from '#lib/domain/units'

test.each([
  [97_450_000, 'etchash', '97.5 MH/s'],
  [953.1, 'randomx', '953.1 H/s'],
  [104e12, 'sha256d', '104 TH/s'],
  [420_000, 'equihash', '420 kSol/s'],
  [5.25, 'cuckatoo32', '5.25 g/s'],
  [999_960, 'randomx', '1.00 MH/s'],
  [9.996, 'randomx', '10.0 H/s'],
  [0, 'sha256d', '0 H/s'],
  [0.0353, 'equihash-144_5', '0.0353 Sol/s'],
  [1.2e18, 'sha256d', '1.20 EH/s'],
  [undefined, 'sha256d', '—'],
  [Number.NaN, 'sha256d', '—'],
])('%s hashes a second of %s read %s', (rate, algorithm, text) => {
  expect(formatHashRate(rate, algorithm)).toBe(text)
})

test('efficiency stands in the unit of its algorithm', () => {
  // 3250 W at 100 TH/s are 32.5 J/TH.
  expect(formatEfficiency(3250 / 100e12, 'sha256d')).toBe('32.5 J/TH')
  expect(formatEfficiency(228 / 97.45e6, 'etchash')).toBe('2.34 J/MH')
  expect(formatEfficiency(75 / 953.1, 'randomx')).toBe('78.7 J/kH')
  expect(formatEfficiency(undefined, 'sha256d')).toBe('—')
})

test('power, energy and temperature take one unit', () => {
  expect(formatPower(3412)).toBe('3.41 kW')
  expect(formatPower(228)).toBe('228 W')
  expect(formatPower(15.24)).toBe('15.2 W')
  expect(formatEnergy(78_000)).toBe('78.0 kWh')
  expect(formatTemperature(61.4)).toBe('61 °C')
  expect(formatTemperature(-3.6)).toBe('−4 °C')
  expect(formatTemperature(-0.2)).toBe('0 °C')
  expect(formatTemperature(undefined)).toBe('—')
})

test.each([
  [4.12, 'USD', { signed: true }, '+$4.12'],
  [-0.38, 'USD', { signed: true }, '−$0.38'],
  [-0.38, 'USD', {}, '−$0.38'],
  [0, 'USD', { signed: true }, '$0.00'],
  [-0.0000000001, 'USD', { signed: true }, '$0.00'],
  [62.8643, 'USD', {}, '$62.86'],
  [0.0043, 'EUR', {}, '€0.0043'],
  [0.05237, 'EUR', {}, '€0.052'],
  [0.05, 'EUR', {}, '€0.05'],
  [-0.000012, 'USD', {}, '−$0.000012'],
  [12_345.6, 'USD', {}, '$12,345.60'],
  [1234, 'JPY', {}, '¥1,234'],
  [0.28, 'USD', { perKwh: true }, '$0.28/kWh'],
  [0.0725, 'EUR', { perKwh: true }, '€0.0725/kWh'],
  [-0.0315, 'EUR', { perKwh: true }, '−€0.0315/kWh'],
  [4.12, 'points', {}, '4.12 points'],
  [undefined, 'USD', {}, '—'],
])('%s %s as money reads %4$s', (amount, currency, format, text) => {
  expect(formatMoney(amount, currency, format)).toBe(text)
})

test('small bitcoin stands in satoshi, other coins in four digits', () => {
  expect(formatCoin(0.0000497851, 'BTC')).toBe('4,979 sat')
  expect(formatCoin(0.000000123, 'BTC')).toBe('12.3 sat')
  expect(formatCoin(0.003779, 'BTC', [-0.00000589])).toBe('377,900 sat')
  expect(formatCoin(0, 'BTC', [0.003779, -0.00000589])).toBe('0 sat')
  expect(formatCoin(1.5, 'BTC', [0.0005])).toBe('1.5 BTC')
  expect(formatCoin(0.5, 'LTC', [0.0005])).toBe('0.5 LTC')
  expect(formatCoin(0.0125, 'BTC')).toBe('0.0125 BTC')
  expect(formatCoin(0.0119442, 'LTC')).toBe('0.01194 LTC')
  expect(formatCoin(47.7768, 'DOGE')).toBe('47.78 DOGE')
  expect(formatCoin(12_340.4, 'DOGE')).toBe('12,340 DOGE')
  expect(formatCoin(0, 'BTC')).toBe('0 BTC')
  expect(formatCoin(undefined, 'BTC')).toBe('—')
})

test('a share that is not quite all never reads as all', () => {
  expect(formatPercent(1)).toBe('100%')
  expect(formatPercent(0.9996)).toBe('>99.9%')
  expect(formatPercent(0.9942)).toBe('99.4%')
  expect(formatPercent(0.0001)).toBe('<0.1%')
  expect(formatPercent(0)).toBe('0%')
  expect(formatPercent(0.1)).toBe('10%')
  expect(formatPercent(0.0225, 4)).toBe('2.25%')
  expect(formatPercent(-0.02, 4)).toBe('−2%')
  expect(formatPercent(0.996, 0)).toBe('>99%')
})

test('spans and ages take their largest parts', () => {
  expect(formatDuration(45_900)).toBe('45 s')
  expect(formatDuration(12 * 60_000)).toBe('12 min')
  expect(formatDuration(200 * 60_000)).toBe('3 h 20 min')
  expect(formatDuration(52 * 3_600_000)).toBe('2 d 4 h')
  expect(formatAge(2_400)).toBe('2 s ago')
  expect(formatAge(-500)).toBe('just now')
  expect(formatAge(25 * 3_600_000)).toBe('1 d ago')
})

test('moments stand in the zone asked for', () => {
  const atMs = Date.UTC(2026, 10, 22, 13, 2, 35)
  expect(formatInstant(atMs, 'Europe/Berlin')).toBe('22 Nov 2026, 14:02:35')
  expect(formatClock(atMs, 'Asia/Kolkata')).toBe('18:32')
})

test.each([
  ['100TH', 100e12],
  ['95.5 MH/s', 95.5e6],
  ['1.2T', 1.2e12],
  ['420 kSol/s', 420e3],
  ['1e12', 1e12],
  ['5 g/s', 5],
  ['5 GH/s', 5e9],
  ['20 kH', 20e3],
  ['1 PH/s', 1e15],
  ['-5 TH', undefined],
  ['fast', undefined],
  ['1e400', undefined],
  ['', undefined],
])('%s as a hash rate is %s', (text, rate) => {
  expect(parseHashRate(text)).toBe(rate)
})
