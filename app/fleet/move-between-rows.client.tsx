'use client'

import { type FocusEvent, type KeyboardEvent, useCallback, useRef, useState } from 'react'

/** How long a far row may take to be drawn before its focus is given up; a slow machine needs a second. */
const DRAW_WITHIN_MS = 3000

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  j: 1,
  k: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/**
 * Arrow keys, j and k, Home and End move between the rows of a virtual table; Enter follows the row's link as ever. `focusedKey`
 * is the `data-key` of the row that has the focus: it must stay in the page wherever it is sorted or scrolled to, or the
 * keyboard would fall out of the table.
 */
export function useMoveBetweenRows(
  count: number,
  scrollTo: (index: number) => void,
): {
  focusedKey: string | undefined
  handlers: {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
    onFocus: (event: FocusEvent<HTMLElement>) => void
    onBlur: (event: FocusEvent<HTMLElement>) => void
  }
} {
  const [focusedKey, setFocusedKey] = useState<string>()
  // Where the last key leads while that row is not drawn yet: the next key goes on from there.
  const onTheWay = useRef<number>(undefined)

  function moveTo(table: HTMLElement, index: number, direction: 1 | -1): void {
    if (index < 0 || index >= count) {
      onTheWay.current = undefined
      return
    }
    onTheWay.current = index
    scrollTo(index)
    const giveUpAtMs = performance.now() + DRAW_WITHIN_MS
    const focusOnceDrawn = () => {
      if (onTheWay.current !== index) return
      const row = table.querySelector<HTMLElement>(`[data-index="${index}"]`)
      const link = row?.querySelector<HTMLElement>('a')
      if (link) {
        onTheWay.current = undefined
        link.focus()
      } else if (row) moveTo(table, index + direction, direction)
      else if (performance.now() < giveUpAtMs) requestAnimationFrame(focusOnceDrawn)
      else onTheWay.current = undefined
    }
    requestAnimationFrame(focusOnceDrawn)
  }

  return {
    focusedKey,
    handlers: {
      onKeyDown: (event) => {
        const step = STEPS[event.key]
        const row = rowOf(event.target)
        if (
          step === undefined ||
          !row ||
          isTyping(event.target) ||
          event.altKey ||
          event.ctrlKey ||
          event.metaKey ||
          event.shiftKey
        )
          return
        event.preventDefault()
        const from = onTheWay.current ?? Number(row.dataset.index)
        moveTo(event.currentTarget, Math.min(count - 1, Math.max(0, from + step)), step < 0 ? -1 : 1)
      },
      onFocus: useCallback((event) => setFocusedKey(rowOf(event.target)?.dataset.key), []),
      onBlur: useCallback((event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return
        onTheWay.current = undefined
        setFocusedKey(undefined)
      }, []),
    },
  }
}

function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea'))
  )
}

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
}
