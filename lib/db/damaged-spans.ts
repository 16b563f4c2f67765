/** A rig's readings of a span that cannot be packed or read, and why. */
export type DamagedSpan = { spanMs: number; rigId: number; why: string }

export function spanKey({ spanMs, rigId }: { spanMs: number; rigId: number }): string {
  return `${spanMs}/${rigId}`
}

/** What was found damaged in this run of the process, to be told once: after a restore it is tried again. */
export class DamagedSpans {
  readonly #found = new Map<string, DamagedSpan>()
  #untold: DamagedSpan[] = []

  note(spans: Iterable<DamagedSpan>): void {
    for (const span of spans) {
      if (!this.#found.has(spanKey(span))) this.#untold.push(span)
      this.#found.set(spanKey(span), span)
    }
  }

  has(span: { spanMs: number; rigId: number }): boolean {
    return this.#found.has(spanKey(span))
  }

  keys(): Set<string> {
    return new Set(this.#found.keys())
  }

  all(): DamagedSpan[] {
    return [...this.#found.values()]
  }

  /** Tells those that were not told yet, if there are any. */
  tell(tellDamaged: (damaged: DamagedSpan[]) => void): void {
    const untold = this.#untold
    this.#untold = []
    if (untold.length > 0) tellDamaged(untold)
  }
}
