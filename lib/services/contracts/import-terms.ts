import type { Database } from '#lib/db/database'
import { type Refused, refusedInput, type Saved } from '../saved.ts'
import { contractKind, orderKind, type TermsForm, type TermsKind, termsForm } from './terms-kinds.ts'
import { differences, type ToldTerms } from './told-terms.ts'

type Refusal = { line: number; reason: string }
/** A line that says something else than what is there. */
export type DifferingLine = { line: number; words: string }

type Told = {
  added: number
  known: number
  changed: number
  /** Left as they are. */
  differing: DifferingLine[]
  refusals: Refusal[]
}

type Choice = 'leave' | 'change' | 'add'

/** How many lines would be added or change something, are here already, differ and are left, and are refused. */
type Outcome = { taken: number; known: number; left: number; refused: number }

/** `outcomes`: what would come, by what is done with the lines that differ. */
export type PreviewedTerms = {
  differing: DifferingLine[]
  refusals: Refusal[]
  outcomes: { [choice in Choice]: Outcome }
}

/** What would come of a file with each choice, before anything is taken. */
export async function previewOfTerms(
  database: Database,
  input: TermsForm,
): Promise<({ ok: true } & PreviewedTerms) | Refused> {
  const parsed = termsForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const preview =
    parsed.data.kind === 'contracts'
      ? await previewOf(contractKind(database, parsed.data, 0))
      : await previewOf(orderKind(database, parsed.data, 0))
  return { ok: true, ...preview }
}

/**
 * Takes in a file of contracts or orders and tells which lines were refused and why. One that is there already, by its name
 * and the moment it began, is known: the same file again adds nothing. Where its terms are others, the line is left and
 * told, unless the form says that it changes what is there, or is a second one. An order with the marketplace's own id
 * always gets what a later file says of it: one that ran on has spent more.
 */
export async function importTerms(database: Database, input: TermsForm, nowMs = Date.now()): Promise<Saved<Told>> {
  const parsed = termsForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { kind, differing } = parsed.data
  const told =
    kind === 'contracts'
      ? await take(contractKind(database, parsed.data, nowMs), differing)
      : await take(orderKind(database, parsed.data, nowMs), differing)
  return { ok: true, changes: [{ kind: 'contracts' }], ...told }
}

async function previewOf<Input, There extends { id: number }>(kind: TermsKind<Input, There>): Promise<PreviewedTerms> {
  const trial: TermsKind<Input, There> = {
    ...kind,
    save: async (input, changed) => {
      const checked = kind.check(input, changed)
      return checked.ok ? { ok: true, changes: [] } : checked
    },
  }
  const [leave, change, add] = await Promise.all([take(trial, 'leave'), take(trial, 'change'), take(trial, 'add')])
  const outcomes = { leave: outcomeOf(leave), change: outcomeOf(change), add: outcomeOf(add) }
  return { differing: leave.differing, refusals: leave.refusals, outcomes }
}

function outcomeOf({ added, changed, known, differing, refusals }: Told): Outcome {
  return { taken: added + changed, known, left: differing.length, refused: refusals.length }
}

async function take<Input, There extends { id: number }>(kind: TermsKind<Input, There>, choice: Choice): Promise<Told> {
  const { read, refused } = kind.read()
  const told: Told = { added: 0, known: 0, changed: 0, differing: [], refusals: [...refused] }
  const known = await knownTerms(kind)
  for (const { line, input } of read) {
    const terms = kind.termsTold(input)
    const found = known.find(terms)
    if (found === 'known') {
      told.known += 1
      continue
    }
    const changes = found !== 'new' && (kind.followsFile(input) || (choice === 'change' && found.there !== undefined))
    if (found !== 'new' && !changes && choice !== 'add') {
      told.differing.push({ line, words: found.words })
      continue
    }
    const saved = await kind.save(input, changes ? found.there : undefined)
    if (saved.ok) {
      told[changes ? 'changed' : 'added'] += 1
      if (changes) known.change(terms)
      else known.add(terms)
    } else told.refusals.push({ line, reason: Object.values(saved.problems)[0] ?? 'It was refused' })
  }
  told.refusals.sort((one, other) => one.line - other.line)
  return told
}

type Known<There> = {
  /** Whether something of the same key is there, and if none of it says the same, in what the first one differs. */
  find: (told: ToldTerms) => 'new' | 'known' | { words: string; there?: There }
  add: (told: ToldTerms) => void
  /** What `find` told of says this now, and no more what it said before. */
  change: (told: ToldTerms) => void
}

async function knownTerms<Input, There extends { id: number }>(kind: TermsKind<Input, There>): Promise<Known<There>> {
  const byKey = new Map<string, { terms: ToldTerms; there?: There }[]>()
  const add = (terms: ToldTerms, there?: There) => {
    const same = byKey.get(terms.key) ?? []
    byKey.set(terms.key, [...same, there === undefined ? { terms } : { terms, there }])
  }
  for (const there of await kind.there()) add(kind.termsThere(there), there)
  return {
    add,
    change: (told) => {
      const [changed] = byKey.get(told.key) ?? []
      if (changed) changed.terms = told
    },
    find: (told) => {
      const same = byKey.get(told.key) ?? []
      const apart = same.map(({ terms }) => differences(terms, told))
      if (same.length === 0) return 'new'
      if (apart.some((each) => each.length === 0)) return 'known'
      return { words: apart[0]?.join('; ') ?? '', ...(same[0]?.there === undefined ? {} : { there: same[0].there }) }
    },
  }
}
