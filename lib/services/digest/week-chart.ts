import { formatMoney } from '#lib/domain/format'
import type { DigestDay, DigestFigures } from './digest-figures.ts'
import { dayWords } from './digest-words.ts'
import { escapeHtml, line, tinted } from './mail-markup.ts'

/** The picture with everything that needs letters around it: what is what, the names of the days, the largest figure. */
export function weekChart({ week, currency }: DigestFigures, cid: string): string {
  const amounts = week.flatMap(({ revenue, cost, profit }) => [revenue, cost, profit])
  const known = amounts.filter((amount) => amount !== undefined)
  if (known.length === 0) return line('Nothing of these days is known.', { ink: 'muted' })
  const highest = Math.max(0, ...known)
  const lowest = Math.min(0, ...known)
  const scale = `Up to ${formatMoney(highest, currency)}${lowest < 0 ? `, down to ${formatMoney(lowest, currency)}` : ''} a day`
  const days = week.map(({ label }) => {
    const [name = '', date = ''] = dayWords(label).split(' ')
    return `<td align="center" width="14%" style="font-size:12px;line-height:1.3">${tinted('muted', `${name}<br>${date}`)}</td>`
  })
  return [
    line('Revenue solid, cost hatched, profit as a line with dots', { ink: 'muted', size: 13 }),
    line(escapeHtml(scale), { ink: 'muted', size: 13 }),
    `<img src="cid:${escapeHtml(cid)}" alt="${escapeHtml(inWords(week, currency))}" width="560" style="display:block;width:100%;height:auto;margin-top:8px;border:0">`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed"><tr>${days.join('')}</tr></table>`,
  ].join('')
}

function inWords(week: DigestDay[], currency: string): string {
  const day = ({ label, revenue, cost, profit }: DigestDay) =>
    `${dayWords(label)}: revenue ${formatMoney(revenue, currency)}, cost ${formatMoney(cost, currency)}, profit ${formatMoney(profit, currency, { signed: true })}`
  return week.map(day).join('; ')
}
