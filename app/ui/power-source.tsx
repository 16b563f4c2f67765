import type { PowerSource as Source } from '#lib/domain/reading'
import { ExplainedWord } from './explained-word.client'
import { CORRECTED_EXPLANATION, POWER_SOURCE_WORDS } from './power-source-words'

/** The word that stands beside a power figure: where it comes from, and whether the owner corrected it. */
export function PowerSource({ source, corrected = false }: { source: Source; corrected?: boolean }) {
  const { word, explanation } = POWER_SOURCE_WORDS[source]
  return (
    <ExplainedWord
      word={corrected ? `${word}, corrected` : word}
      explanation={corrected ? `${explanation} ${CORRECTED_EXPLANATION}` : explanation}
    />
  )
}
