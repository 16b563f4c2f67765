/** Keeps the last lines that pass through it, for `logs` and `status`. */
export class RecentLines {
  readonly #most: number
  #lines: string[] = []

  constructor(most = 200) {
    this.#most = most
  }

  add(line: string): void {
    this.#lines.push(line.trimEnd())
    if (this.#lines.length > this.#most) this.#lines = this.#lines.slice(-this.#most)
  }

  all(): string[] {
    return [...this.#lines]
  }
}
