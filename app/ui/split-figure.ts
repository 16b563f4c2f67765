/**
 * A formatted figure taken apart: `97.4 MH/s` at its last space, `$0.13/kWh` before the slash; `+$4.12` is a number alone.
 * The unit keeps what joins it to the number.
 */
export function splitFigure(text: string): { number: string; unit?: string } {
  if (text.endsWith('/kWh')) return { number: text.slice(0, -4), unit: '/kWh' }
  const cut = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\u00a0'), text.lastIndexOf('\u202f'))
  if (cut < 0) return { number: text }
  return { number: text.slice(0, cut), unit: `\u00a0${text.slice(cut + 1)}` }
}
