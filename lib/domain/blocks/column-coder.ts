import { type BitCoder, BitOdds } from './bit-coder.ts'
import { AS_FLOAT64, type ColumnForm, figureFrom, formOf } from './column-form.ts'
import { bestGuess, type Guess, Guesser } from './column-guess.ts'
import { codeInteger, IntegerOdds } from './integer-coder.ts'

/** What a column says of itself before its figures. */
type Head = Guess & { form: ColumnForm; step: number }

/** What is learned from the columns of one name, such as the temperatures of eight devices. */
class NamedOdds {
  readonly misses = new IntegerOdds()
  float64: BitOdds[] | undefined
  head: Head = { form: 0, step: 0, kind: 0, mean: 0 }
}

const NO_MOMENTS = new Float64Array(0)
const float64 = new DataView(new ArrayBuffer(8))

/** Codes columns of figures one after another; those of one name teach each other. The same for both directions. */
export class ColumnCoder {
  readonly #named = new Map<string, NamedOdds>()
  readonly #heads = {
    form: new IntegerOdds(),
    step: new IntegerOdds(),
    kind: new IntegerOdds(),
    mean: new IntegerOdds(),
  }
  readonly #counts = new IntegerOdds()

  constructor(
    readonly coder: BitCoder,
    readonly direction: 'write' | 'read',
  ) {}

  /** An integer beside the columns, such as how many there are. */
  integer(integer = 0): number {
    return codeInteger(this.coder, this.#counts, integer)
  }

  /** Writes the column, or fills it with what was written. `ats` are the moments of its rows. */
  column(name: string, column: Float64Array, ats: Float64Array = NO_MOMENTS): void {
    const odds = this.#named.get(name) ?? new NamedOdds()
    this.#named.set(name, odds)
    const { form, integers } =
      this.direction === 'write' ? formOf(column, ats) : { form: 0, integers: new Float64Array(column.length) }
    const head = this.#head(odds, this.direction === 'write' ? headOf(form, integers) : odds.head)
    if (head.form === AS_FLOAT64) this.#float64s(odds, column)
    else this.#integers(odds, head, integers, column, ats)
  }

  #head(odds: NamedOdds, head: Head): Head {
    const before = odds.head
    const coded = (field: keyof Head) =>
      before[field] + codeInteger(this.coder, this.#heads[field], head[field] - before[field])
    odds.head = { form: coded('form'), step: coded('step'), kind: coded('kind'), mean: coded('mean') }
    return odds.head
  }

  #integers(odds: NamedOdds, head: Head, integers: Float64Array, column: Float64Array, ats: Float64Array): void {
    const guesser = new Guesser(head)
    const isConstant = head.kind === 0
    for (let row = 0; row < column.length; row++) {
      const guess = guesser.next()
      const miss = isConstant ? 0 : codeInteger(this.coder, odds.misses, (integers[row] ?? 0) / head.step - guess)
      guesser.tell(guess + miss)
      if (this.direction === 'read') column[row] = figureFrom(head.form, (guess + miss) * head.step, ats[row] ?? 0)
    }
  }

  #float64s(odds: NamedOdds, column: Float64Array): void {
    odds.float64 ??= Array.from({ length: 8 }, () => new BitOdds(256))
    for (let row = 0; row < column.length; row++) {
      float64.setFloat64(0, column[row] ?? 0)
      for (const [place, byteOdds] of odds.float64.entries()) {
        const byte = float64.getUint8(place)
        let node = 1
        for (let bit = 7; bit >= 0; bit--) node = node * 2 + this.coder.code(byteOdds, node, (byte >>> bit) & 1)
        float64.setUint8(place, node & 0xff)
      }
      if (this.direction === 'read') column[row] = float64.getFloat64(0)
    }
  }
}

function headOf(form: ColumnForm, integers: Float64Array): Head {
  if (form === AS_FLOAT64) return { form, step: 1, kind: 1, mean: 0 }
  const step = commonStep(integers)
  return { form, step, ...bestGuess(integers.map((integer) => integer / step)) }
}

// Hash rates told in 10 kH/s, fans in tens: what all have in common is written once. A constant is its own step otherwise.
function commonStep(integers: Float64Array): number {
  let step = 0
  const first = integers[0]
  let isConstant = true
  for (const integer of integers) {
    isConstant &&= integer === first
    for (let other = Math.abs(integer); other !== 0; ) [step, other] = [other, step % other]
    if (step === 1) return 1
  }
  return isConstant || step === 0 ? 1 : step
}
