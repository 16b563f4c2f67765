'use client'

import { useEffect, useState } from 'react'

export type ColourName =
  | 'text'
  | 'link'
  | 'muted'
  | 'line'
  | 'line-strong'
  | 'raised'
  | 'surface'
  | 'hash-rate'
  | 'temperature'
  | 'power'
  | 'revenue'
  | 'cost'
  | 'warn'
  | 'critical'
  | 'good'

export type Colours = Record<ColourName, string>

const SCHEME_ATTRIBUTE = 'data-mantine-color-scheme'

/** The tokens' present values for a canvas, which cannot read CSS variables; undefined until the page stands. */
export function useColours(): Colours | undefined {
  const [colours, setColours] = useState<Colours>()
  useEffect(() => {
    const read = () => setColours(readColours())
    read()
    // Mantine sets the attribute after its children's effects: whoever read then would keep the other theme's colours.
    const observer = new MutationObserver(read)
    observer.observe(document.documentElement, { attributeFilter: [SCHEME_ATTRIBUTE] })
    return () => observer.disconnect()
  }, [])
  return colours
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const read = (name: ColourName) => style.getPropertyValue(`--${name}`).trim()
  return {
    text: read('text'),
    link: read('link'),
    muted: read('muted'),
    line: read('line'),
    'line-strong': read('line-strong'),
    raised: read('raised'),
    surface: read('surface'),
    'hash-rate': read('hash-rate'),
    temperature: read('temperature'),
    power: read('power'),
    revenue: read('revenue'),
    cost: read('cost'),
    warn: read('warn'),
    critical: read('critical'),
    good: read('good'),
  }
}

/** A colour with an opacity, for bands and areas; `colour` as #rrggbb. */
export function withOpacity(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`
}
