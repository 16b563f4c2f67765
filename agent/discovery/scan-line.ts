import type { ScanProgress } from './scan-network'

/** Where progress and notes go: standard error. */
export type Notes = { write(text: string): unknown; isTTY?: boolean }

const WIDTH = 30
const REDRAW_EVERY_MS = 100

/** One line that grows in a terminal; where nobody looks, one line at the end. */
export class ScanLine {
  readonly #notes: Notes
  readonly #name: string
  #drawnAtMs = 0
  #last: ScanProgress | undefined

  constructor(notes: Notes, name: string) {
    this.#notes = notes
    this.#name = name
  }

  show(progress: ScanProgress): void {
    this.#last = progress
    const nowMs = performance.now()
    if (!this.#notes.isTTY || nowMs - this.#drawnAtMs < REDRAW_EVERY_MS) return
    this.#drawnAtMs = nowMs
    this.#draw(progress)
  }

  end(): void {
    if (!this.#last) return
    if (this.#notes.isTTY) {
      this.#draw(this.#last)
      this.#notes.write('\n')
    } else this.#notes.write(`${this.#name}: ${words(this.#last)}\n`)
  }

  #draw(progress: ScanProgress): void {
    const full = Math.round((WIDTH * progress.checked) / Math.max(1, progress.total))
    this.#notes.write(`\r[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${words(progress)}`)
  }
}

function words({ checked, total, found }: ScanProgress): string {
  return `${checked} of ${total} addresses, ${found} found`
}
