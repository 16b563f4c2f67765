'use client'

import { type RefObject, useLayoutEffect, useState } from 'react'

/** Where the rows of a virtual list begin on the page, and whether they are cards. */
export function usePlace(body: RefObject<HTMLDivElement | null>): { scrollMargin: number; narrow?: boolean } {
  const [place, setPlace] = useState<{ scrollMargin: number; narrow?: boolean }>({ scrollMargin: 0 })
  useLayoutEffect(() => {
    const measure = () => {
      const element = body.current
      if (!element) return
      const scrollMargin = Math.round(element.getBoundingClientRect().top + window.scrollY)
      const narrow = window.matchMedia('(max-width: 767px)').matches
      setPlace((before) =>
        before.scrollMargin === scrollMargin && before.narrow === narrow ? before : { scrollMargin, narrow },
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [body])
  return place
}
