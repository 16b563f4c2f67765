/**
 * Radius for each value of a line: 0, but for a known value without a known neighbour, which as a line of no length would
 * not be seen at all, such as the first figure of a rig just added.
 */
export function lonePointRadii(values: readonly (number | null | undefined)[], radius: number): number[] {
  const known = (index: number) => values[index] !== null && values[index] !== undefined
  return values.map((_, index) => (known(index) && !known(index - 1) && !known(index + 1) ? radius : 0))
}
