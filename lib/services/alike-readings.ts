import { type Fields, isFields } from '#lib/db/reading-frame'
import { type FigureSource, fieldsFrom, moldFromText, type ReadingMold, readingFrom } from '#lib/db/reading-mold'
import type { Likeness, ReceivedReading } from '#lib/db/reading-store'
import type { Reading } from '#lib/domain/reading'
import { type FigureBound, figureBounds, isMoment, isWithin } from '#lib/wire/reading-bounds'
import { admitReading } from '#lib/wire/reading-validator'

/** Makes the mold of a message's reading, once. */
export type MoldOf = () => ReadingMold

/** A reading that may come in, whole or told by another of its message; `rig` as the agent names it. */
export type Admitted =
  | { ok: true; rig: unknown; reading: Reading }
  | { ok: true; rig: unknown; like: Likeness; mold: MoldOf }
  | { ok: false; reason: string }

/**
 * The readings of one message that others of it are told by. To be made before any of them is admitted, since that removes
 * unknown fields, whose numbers count in the order of figures.
 */
export class AlikeReadings {
  readonly #patterns = new Map<number, Pattern>()

  constructor(message: unknown[]) {
    for (const [index, candidate] of message.entries()) {
      const place = placeIn(candidate)
      if (place === undefined || place >= index || this.#patterns.has(place)) continue
      const pattern = Pattern.of(message[place])
      if (pattern) this.#patterns.set(place, pattern)
    }
  }

  /** Admits the reading at a place of the message, in the message's order. A refusal says what is wrong, in words for the agent's log. */
  admit(candidate: unknown, index: number): Admitted {
    const place = placeIn(candidate)
    if (place === undefined || !isFields(candidate)) return this.#admitWhole(candidate, index)
    const pattern = this.#patterns.get(place)
    if (!pattern || place >= index) {
      return { ok: false, reason: 'like must be the place of a whole reading before this one in the list' }
    }
    const { rig, at, figures } = candidate
    if (!isNumbers(figures) || figures.length !== pattern.figureCount) {
      const reason = `figures must be the ${pattern.figureCount} numbers that the reading it is like has beside rig and at`
      return { ok: false, reason }
    }
    const like = pattern.likeness(at, figures)
    // Else it takes a closer look to say what is wrong with it, or whether anything is.
    return like ? { ok: true, rig, like, mold: pattern.mold } : admitReading(pattern.filled(rig, at, figures))
  }

  #admitWhole(candidate: unknown, index: number): Admitted {
    const admitted = admitReading(candidate)
    if (admitted.ok) this.#patterns.get(index)?.admitted(admitted.reading)
    return admitted
  }
}

/** A reading that is made when somebody asks for it: of a backlog most are only written down. */
export class AlikeReading implements ReceivedReading {
  #reading: Reading | undefined

  constructor(
    public rigId: number,
    readonly receivedAtMs: number,
    readonly like: Likeness,
    private readonly mold: MoldOf,
  ) {}

  get reading(): Reading {
    this.#reading ??= readingFrom(this.mold(), this.like.at, new FigureList(this.like.figures))
    return this.#reading
  }
}

class FigureList implements FigureSource {
  #next = 0

  constructor(private readonly figures: number[]) {}

  get done(): boolean {
    return this.#next === this.figures.length
  }

  read(): number {
    return this.figures[this.#next++] ?? Number.NaN
  }
}

class Pattern {
  /** As it came, before unknown fields are removed from it. */
  readonly #text: string
  readonly #bounds: FigureBound[]
  #admitted: Reading | undefined
  #mold: ReadingMold | undefined

  private constructor(
    whole: Fields,
    bounds: (FigureBound | undefined)[],
    readonly figureCount = bounds.length,
  ) {
    this.#text = JSON.stringify(whole)
    const known = bounds.filter((bound) => bound !== undefined)
    // Where an unknown field has numbers, every reading goes the longer way, which leaves them out.
    this.#bounds = known.length === bounds.length ? known : []
  }

  static of(candidate: unknown): Pattern | undefined {
    if (!isFields(candidate) || placeIn(candidate) !== undefined) return undefined
    const { rig: _, at: __, ...whole } = candidate
    const bounds = figureBounds(whole)
    return bounds && new Pattern(whole, bounds)
  }

  /** This one was admitted: those like it need no more than their numbers looked at. */
  admitted(reading: Reading): void {
    if (this.#bounds.length === this.figureCount) this.#admitted = reading
  }

  /** Undefined where its numbers alone do not say that it may come in. */
  likeness(at: unknown, figures: number[]): Likeness | undefined {
    if (this.#admitted === undefined || !isMoment(at) || !areWithin(figures, this.#bounds)) return undefined
    return { base: this.#admitted, at, figures }
  }

  filled(rig: unknown, at: unknown, figures: number[]): unknown {
    return { rig, ...fieldsFrom(moldFromText(this.#text), 0, new FigureList(figures)), at }
  }

  readonly mold: MoldOf = () => {
    if (this.#mold) return this.#mold
    const { at: _, ...words } = this.#admitted ?? { at: 0 }
    this.#mold = moldFromText(JSON.stringify(words))
    return this.#mold
  }
}

function isNumbers(figures: unknown): figures is number[] {
  return Array.isArray(figures) && figures.every((figure) => typeof figure === 'number')
}

function areWithin(figures: number[], bounds: FigureBound[]): boolean {
  for (let index = 0; index < bounds.length; index++) {
    const figure = figures[index]
    const bound = bounds[index]
    if (figure === undefined || bound === undefined || !isWithin(figure, bound)) return false
  }
  return true
}

function placeIn(candidate: unknown): number | undefined {
  const place = isFields(candidate) ? candidate.like : undefined
  return typeof place === 'number' ? place : undefined
}
