/** A formatted figure taken apart at its last space: `97.4 MH/s` has a number and a unit, `+$4.12` a number alone. */
export function splitFigure(text: string): { number: string; unit?: string } {
  const cut = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\u00a0'), text.lastIndexOf('\u202f'))
  if (cut < 0) return { number: text }
  return { number: text.slice(0, cut), unit: text.slice(cut + 1) }
}
