/** Scrolls a row of tabs to the current one, as its `ref`: on a phone the last of them begin beyond the edge. */
export function intoItsRow(tab: HTMLElement | null): void {
  const row = tab?.parentElement
  if (!tab || !row) return
  row.scrollLeft += middleOf(tab) - middleOf(row)
}

function middleOf(element: HTMLElement): number {
  const { left, width } = element.getBoundingClientRect()
  return left + width / 2
}
