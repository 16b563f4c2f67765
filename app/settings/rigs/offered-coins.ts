import { minableCoins } from '#lib/domain/coins'

/** Coins that forms offer for an algorithm. Ethereum stands beside its successor, to be explained to who looks for it. */
export function offeredCoins(algorithm: string): { value: string; label: string }[] {
  const coins = minableCoins(algorithm)
  return [
    ...coins.map(({ symbol, name }) => ({ value: symbol, label: `${symbol} · ${name}` })),
    ...(coins.some(({ symbol }) => symbol === 'ETC') ? [{ value: 'ETH', label: 'ETH · Ethereum' }] : []),
  ]
}
