import type { CSSProperties } from 'react'

/** Tells the stylesheet how many characters a figure has, so that a long one can step back in a narrow tile. */
export function figureStyle(text: string): CSSProperties & { '--characters': number } {
  return { '--characters': text.length }
}
