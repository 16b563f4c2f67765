/** What a source expects of a coin's next change of difficulty. `change` is a fraction: 0.03 is 3 % harder. */
export type NextDifficulty = {
  coin: string
  /** Of the first block with the new difficulty; tells changes apart. */
  height: number
  atMs: number
  change: number
  source: string
  observedAtMs: number
}
