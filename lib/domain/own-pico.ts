/**
 * What of a receipt is one's own: a credit is told before the payer's fee, a payout is what arrived.
 */
export function ownPico({ kind, amountPico, feePico }: { kind: string; amountPico: bigint; feePico?: bigint }): bigint {
  if (kind !== 'credit' || feePico === undefined) return amountPico
  return feePico < amountPico ? amountPico - feePico : 0n
}
