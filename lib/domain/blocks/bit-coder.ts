/**
 * Bits written in as little room as their chances allow: a binary arithmetic coder. The same code drives both directions:
 * `code` takes the bit and gives it back, or ignores what it is given and answers with the bit that was written.
 */
export interface BitCoder {
  code(odds: BitOdds, index: number, bit: number): number
}

// Sixteen bits of chance; none is ever certain, or the other could not be written at all.
const CERTAIN = 65_536
const LEAST = 24
// The first bits seen move a chance most. After so many it follows slowly.
const MOST_SEEN = 160
const SHARES = Float64Array.from({ length: MOST_SEEN + 1 }, (_, seen) => 1 / (seen + 1.6))

/** Chances that bits are 1, learned from those coded so far. */
export class BitOdds {
  readonly chances: Uint16Array
  readonly seen: Uint8Array

  constructor(size: number) {
    this.chances = new Uint16Array(size).fill(CERTAIN / 2)
    this.seen = new Uint8Array(size)
  }
}

function learn({ chances, seen }: BitOdds, index: number, bit: number): void {
  const times = seen[index] ?? 0
  const chance = chances[index] ?? CERTAIN / 2
  const moved = chance + (bit * CERTAIN - chance) * (SHARES[times] ?? 0)
  chances[index] = moved < LEAST ? LEAST : Math.min(moved, CERTAIN - LEAST)
  if (times < MOST_SEEN) seen[index] = times + 1
}

const TOP_BYTE = 0xff000000

/** Writes bits; the last ones come out with {@link finish}. */
export class BitEncoder implements BitCoder {
  #bytes = new Uint8Array(1024)
  #length = 0
  #low = 0
  #high = 0xffffffff

  code(odds: BitOdds, index: number, bit: number): number {
    const middle = this.#low + Math.floor(((this.#high - this.#low) * (odds.chances[index] ?? 0)) / CERTAIN)
    learn(odds, index, bit)
    if (bit === 1) this.#high = middle
    else this.#low = middle + 1
    while (((this.#low ^ this.#high) & TOP_BYTE) === 0) {
      this.#put(this.#high >>> 24)
      this.#low = (this.#low << 8) >>> 0
      this.#high = ((this.#high << 8) | 0xff) >>> 0
    }
    return bit
  }

  /** All bytes. Those after the end read as 0, so that only what tells the last bits apart is written. */
  finish(): Uint8Array {
    if (this.#low > 0) {
      const byte = (this.#low >>> 24) + 1
      if (byte < 256 && byte * 2 ** 24 <= this.#high) this.#put(byte)
      else for (let shift = 24; shift >= 0; shift -= 8) this.#put((this.#low >>> shift) & 0xff)
    }
    return this.#bytes.slice(0, this.#length)
  }

  #put(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = byte
  }
}

/** Reads bits back, asked for with the same chances in the same order. */
export class BitDecoder implements BitCoder {
  readonly #bytes: Uint8Array
  #position = 0
  #low = 0
  #high = 0xffffffff
  #value = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    for (let count = 0; count < 4; count++) this.#value = ((this.#value << 8) | this.#next()) >>> 0
  }

  code(odds: BitOdds, index: number): number {
    const middle = this.#low + Math.floor(((this.#high - this.#low) * (odds.chances[index] ?? 0)) / CERTAIN)
    const bit = this.#value <= middle ? 1 : 0
    learn(odds, index, bit)
    if (bit === 1) this.#high = middle
    else this.#low = middle + 1
    while (((this.#low ^ this.#high) & TOP_BYTE) === 0) {
      this.#low = (this.#low << 8) >>> 0
      this.#high = ((this.#high << 8) | 0xff) >>> 0
      this.#value = ((this.#value << 8) | this.#next()) >>> 0
    }
    return bit
  }

  #next(): number {
    return this.#bytes[this.#position++] ?? 0
  }
}
