/** Columns for so many strips: as few rows as fit, and the rows as even as they can be (five: 5, or 3 and 2). */
export function stripColumns(strips: number, most: number): number {
  const rows = Math.max(1, Math.ceil(strips / most))
  return Math.max(1, Math.ceil(strips / rows))
}
