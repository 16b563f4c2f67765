const SMOOTHING = 8

/**
 * How the next integer of a column is guessed; only what differs from the guess is written. Kinds, as they are stored:
 * 0 all the same, 1 the mean, 2 the last, 3 the last and its step again, 4 a running mean.
 */
export type Guess = { kind: number; mean: number }

/** Guesses integers one after another; told each, it knows what it needs for the next. Exact in floating point. */
export class Guesser {
  #last = 0
  #beforeLast = 0
  #running: number

  constructor(readonly guess: Guess) {
    this.#last = guess.mean
    this.#beforeLast = guess.mean
    this.#running = guess.mean
  }

  next(): number {
    switch (this.guess.kind) {
      case 2:
        return this.#last
      case 3:
        return 2 * this.#last - this.#beforeLast
      case 4:
        return Math.round(this.#running)
      default:
        return this.guess.mean
    }
  }

  tell(integer: number): void {
    this.#beforeLast = this.#last
    this.#last = integer
    this.#running += (integer - this.#running) / SMOOTHING
  }
}

/** The guess that leaves least to write. */
export function bestGuess(integers: Float64Array): Guess {
  const first = integers[0] ?? 0
  if (integers.every((integer) => integer === first)) return { kind: 0, mean: first }
  const mean = Math.round(integers.reduce((sum, integer) => sum + integer, 0) / integers.length)
  let best = { kind: 1, mean }
  let least = Number.POSITIVE_INFINITY
  for (const guess of [{ kind: 1, mean }, ...[2, 3, 4].map((kind) => ({ kind, mean: first }))]) {
    const cost = costOf(integers, guess)
    if (cost < least) {
      least = cost
      best = guess
    }
  }
  return best
}

function costOf(integers: Float64Array, guess: Guess): number {
  const guesser = new Guesser(guess)
  let bits = 0
  for (const integer of integers) {
    bits += Math.log2(1 + Math.abs(integer - guesser.next()))
    guesser.tell(integer)
  }
  return bits
}
