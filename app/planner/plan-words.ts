import { formatMoney, formatPercent } from '#lib/domain/format'

/** `+20%`, `−5%`, `0%`. */
export function signedPercent(fraction: number): string {
  const text = formatPercent(fraction)
  return fraction > 0 && !text.startsWith('<') ? `+${text}` : text
}

/** `a day more: +$4.12`: an effect beside what it is held against. */
export function againstNow(profit: number, now: number, currency: string): string {
  return `${formatMoney(profit - now, currency, { signed: true })} against now`
}
