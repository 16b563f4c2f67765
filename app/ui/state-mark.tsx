import classes from './state-mark.module.css'
import { type Mark, SHAPES, type Tone } from './state-shape'

/**
 * A state as shape, colour and word. `word` says it in more detail than the state's own name; `wordless` keeps the word
 * for screen readers only; `tone` overrides the colour, for a warning that has become critical.
 */
export function StateMark({
  mark,
  word,
  wordless,
  tone,
}: {
  mark: Mark
  word?: string
  wordless?: boolean
  tone?: Tone
}) {
  const shape = SHAPES[mark]
  return (
    <span className={classes.mark} data-tone={tone ?? shape.tone}>
      <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {shape.drawing}
      </svg>
      <span className={wordless ? 'visually-hidden' : undefined}>{word ?? shape.word}</span>
    </span>
  )
}
