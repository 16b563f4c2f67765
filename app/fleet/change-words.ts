import { formatCount, formatDuration, formatInstant, formatMoney, formatPercent } from '#lib/domain/format'
import type { WhatChanged } from '#lib/wire/planner'

type Change = WhatChanged['changes'][number]

/** A change in words: what, by how much, and when. */
export function wordsOfChange(change: Change, nowMs: number): { title: string; detail: string } {
  const { kind, coin, atMs } = change
  const percent = `${change.change > 0 ? '+' : ''}${formatPercent(change.change)}`
  if (kind === 'price') return { title: `${coin} price ${percent}`, detail: `within ${formatDuration(nowMs - atMs)}` }
  const when = atMs > nowMs ? `in ${formatDuration(atMs - nowMs)}` : 'any moment'
  if (kind === 'difficulty') return { title: `${coin} difficulty ${percent}`, detail: when }
  const name = Math.abs(change.change + 0.5) < 1e-6 ? 'halving' : 'block reward'
  return { title: `${coin} ${name}${name === 'halving' ? '' : ` ${percent}`}`, detail: when }
}

/** How an effect came about, line by line. */
export function linesOfChange(change: Change, currency: string): [name: string, value: string][] {
  const { kind, atMs, from, to, height, blocksLeft } = change
  const percent = formatPercent(change.change)
  const effect: [string, string] = [
    'A day at the present pace',
    formatMoney(change.effectPerDay, currency, { signed: true }),
  ]
  if (kind === 'price') {
    return [
      ['Price then', formatMoney(from, currency)],
      ['Observed', formatInstant(atMs, 'UTC')],
      ['Price now', formatMoney(to, currency)],
      ['Coins a day × difference', effect[1]],
    ]
  }
  const when: [string, string][] = [
    ['Expected (UTC)', formatInstant(atMs, 'UTC')],
    ...(height === undefined ? [] : [['At block', formatCount(height)] satisfies [string, string]]),
  ]
  if (kind === 'difficulty') {
    return [...when, ['Difficulty', percent], ['Revenue ÷ (1 + change) − revenue', effect[1]]]
  }
  return [
    ...when,
    ...(blocksLeft === undefined
      ? []
      : [['Blocks left × block time', formatCount(blocksLeft)] satisfies [string, string]]),
    ['New coins a block for the miner, now', String(from)],
    ['Afterwards', String(to)],
    ['Revenue × difference ÷ reward of a block', effect[1]],
  ]
}
