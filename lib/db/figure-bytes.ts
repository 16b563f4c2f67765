// One figure is a varint whose low three bits say how to read the rest, a zigzag integer. Miners round what they tell,
// so nearly every figure is a short decimal or a round number; what is neither is kept as its eight bytes.
const AS_FLOAT64 = 4
const RELATIVE_TO_AT = 5
const THOUSANDS = 6
const MILLIONS = 7

// Modes 0 to 3 count the decimals.
const POWERS_OF_TEN = [1, 10, 100, 1000]

// Zigzag doubles it and the mode takes three bits: the whole stays below 2^53, where numbers are exact.
const LARGEST_INTEGER = 2 ** 49

// Only moments come near `at`, and those within about two years of it are kept as the distance.
const EARLIEST_MOMENT = 2 ** 40
const LARGEST_DISTANCE = 2 ** 36

const LONGEST_FIGURE_BYTES = 9

const float64 = new DataView(new ArrayBuffer(8))

/** Bytes that figures are written to, one after another. */
export class FigureBytes {
  bytes: Uint8Array
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }

  /** Adds a figure, exactly. `at` is the reading's moment, which moments are kept relative to. */
  write(figure: number, at: number): void {
    if (this.length + LONGEST_FIGURE_BYTES > this.bytes.length) this.#grow()
    if (figure > 0 && figure < 1000 && (figure | 0) === figure) this.#writeShort(figure << 4)
    else if (Number.isInteger(figure)) this.#writeInteger(figure, at)
    else this.#writeFraction(figure)
  }

  // Most figures are small and whole: zigzag and mode 0 make sixteen times the figure, which fits two bytes.
  #writeShort(value: number): void {
    if (value > 127) {
      this.bytes[this.length++] = (value & 0x7f) | 0x80
      this.bytes[this.length++] = value >>> 7
    } else this.bytes[this.length++] = value
  }

  #writeInteger(figure: number, at: number): void {
    if (figure === 0) {
      if (Object.is(figure, 0)) this.#writeVarint(0)
      else this.#writeFloat64(figure)
    } else if (figure > EARLIEST_MOMENT && Math.abs(figure - at) < LARGEST_DISTANCE) {
      this.#writeScaled(figure - at, RELATIVE_TO_AT)
    } else if (figure < 1000 && figure > -1000) {
      this.#writeScaled(figure, 0)
    } else if (figure % 1_000_000 === 0) {
      this.#writeScaledOrWhole(figure, figure / 1_000_000, MILLIONS)
    } else if (figure % 1000 === 0) {
      this.#writeScaledOrWhole(figure, figure / 1000, THOUSANDS)
    } else {
      this.#writeScaledOrWhole(figure, figure, 0)
    }
  }

  #writeFraction(figure: number): void {
    for (let decimals = 1; decimals <= 3; decimals++) {
      const power = POWERS_OF_TEN[decimals] ?? 1
      const scaled = Math.round(figure * power)
      if (scaled / power === figure) {
        this.#writeScaledOrWhole(figure, scaled, decimals)
        return
      }
    }
    this.#writeFloat64(figure)
  }

  #writeScaledOrWhole(figure: number, scaled: number, mode: number): void {
    // Rounding −0.0004 gives −0, whose sign an integer could not keep.
    if (scaled !== 0 && scaled < LARGEST_INTEGER && scaled > -LARGEST_INTEGER) this.#writeScaled(scaled, mode)
    else this.#writeFloat64(figure)
  }

  #writeScaled(scaled: number, mode: number): void {
    this.#writeVarint((scaled < 0 ? -2 * scaled - 1 : 2 * scaled) * 8 + mode)
  }

  #writeVarint(value: number): void {
    const { bytes } = this
    let { length } = this
    let rest = value
    // Bit operations are 32 bits wide, so the high part is divided down first.
    while (rest > 0x7fffffff) {
      bytes[length++] = (rest % 128) | 0x80
      rest = Math.floor(rest / 128)
    }
    while (rest > 127) {
      bytes[length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    bytes[length++] = rest
    this.length = length
  }

  #writeFloat64(figure: number): void {
    float64.setFloat64(0, figure)
    this.#writeVarint(AS_FLOAT64)
    for (let index = 0; index < 8; index++) this.bytes[this.length++] = float64.getUint8(index)
  }

  #grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2 + LONGEST_FIGURE_BYTES)
    larger.set(this.bytes)
    this.bytes = larger
  }
}

/** Reads figures back in the order they were written. */
export class FigureReader {
  #position: number

  constructor(
    readonly bytes: Uint8Array,
    readonly at: number,
    start = 0,
    readonly end = bytes.length,
  ) {
    this.#position = start
  }

  get done(): boolean {
    return this.#position === this.end
  }

  /** The next figure. Throws when there is none: the bytes do not belong to their frame. */
  read(): number {
    const value = this.#readVarint()
    const mode = value % 8
    if (mode === AS_FLOAT64) return this.#readFloat64()
    const zigzag = Math.floor(value / 8)
    const scaled = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
    if (mode === RELATIVE_TO_AT) return this.at + scaled
    if (mode === THOUSANDS) return scaled * 1000
    if (mode === MILLIONS) return scaled * 1_000_000
    return scaled / (POWERS_OF_TEN[mode] ?? 1)
  }

  #readVarint(): number {
    let value = 0
    let weight = 1
    for (;;) {
      const byte = this.#readByte()
      value += (byte & 0x7f) * weight
      if (byte < 0x80) return value
      weight *= 128
    }
  }

  #readFloat64(): number {
    for (let index = 0; index < 8; index++) float64.setUint8(index, this.#readByte())
    return float64.getFloat64(0)
  }

  #readByte(): number {
    const byte = this.#position < this.end ? this.bytes[this.#position++] : undefined
    if (byte === undefined) throw new Error('A stored reading has fewer figures than its frame asks for.')
    return byte
  }
}
