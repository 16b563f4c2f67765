'use client'

import { useComputedColorScheme } from '@mantine/core'
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

/** The tokens' present values for a canvas, which cannot read CSS variables; undefined until the page stands. */
export function useColours(): Colours | undefined {
  const scheme = useComputedColorScheme('dark')
  const [colours, setColours] = useState<Colours>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme decides what the variables hold
  useEffect(() => setColours(readColours()), [scheme])
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
