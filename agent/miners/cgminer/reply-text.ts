import { CUT_OFF } from './cut-off'
import { parsePlainText } from './plain-text'

/**
 * cgminer's relatives print JSON by hand, and it shows. The plain text is tried first; only when that fails are the
 * known defects mended, and only outside string literals, so that no value is ever changed.
 */
export function parseReplyText(text: string): unknown {
  const clean = text.replace(/\0+\s*$/, '').trim()
  const asIs = parsed(clean)
  if (asIs !== undefined) return asIs
  const plain = parsePlainText(clean)
  if (plain !== undefined) return plain
  const mended = mendOutsideStrings(mendStrings(clean))
  return parsed(mended) ?? parsed(cutAfterEnd(mended)) ?? parsed(cutTail(mended))
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** Defects that blur where a literal ends, which must go before literals can be told apart. */
function mendStrings(text: string): string {
  const led = /^,?\s*"id"\s*:\s*\d+\s*}/.test(text) ? `{${text.replace(/^,/, '')}` : text
  return led
    .replace(/""(?=[A-Za-z_][\w .%()-]*":)/g, '","') // WhatsMiner 2023: `"…""temp0":`
    .replace(/[\r\n\t\f\v]+/g, ' ') // newlines inside and between values
}

/** Splits text into literals and what lies between them, and lets `mend` change only the latter. */
export function outsideStrings(text: string, mend: (between: string) => string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) => (index % 2 === 0 ? mend(part) : part))
    .join('')
}

function mendOutsideStrings(text: string): string {
  const mended = outsideStrings(text, (between) =>
    between
      .replace(/}\s*{/g, '},{') // bmminer: no comma between the two STATS objects
      .replace(/\[\s*,/g, '[')
      .replace(/{\s*,/g, '{')
      .replace(/,(\s*[}\]])/g, '$1')
      .replace(/,(\s*,)+/g, ',')
      .replace(/(^|[:[,\s])[+-]?(nan|inf|infinity)\b/gi, '$1null')
      .replace(/:(\s*[,}\]])/g, ':null$1'),
  )
  return keyedListsToObjects(mended)
}

/** `["218":"…","601":"…"]`, which WhatsMiner 2.0.4 writes for `{"218":"…"}`. */
function keyedListsToObjects(text: string): string {
  return text.replace(/\[(\s*"(?:[^"\\]|\\.)*"\s*:\s*"[^"]*"(?:\s*,\s*"(?:[^"\\]|\\.)*"\s*:\s*"[^"]*")*\s*)\]/g, '{$1}')
}

/** StrongU ends with `}"}`: what follows the document is left away. */
function cutAfterEnd(text: string): string {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') depth++
    else if ((char === '}' || char === ']') && --depth === 0) return text.slice(0, at + 1)
  }
  return text
}

/** A reply cut short: drop the unfinished last member and close what is open. */
function cutTail(text: string): string {
  const open: string[] = []
  let inString = false
  let lastComma: { at: number; closers: string } | undefined
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{') open.push('}')
    else if (char === '[') open.push(']')
    else if (char === '}' || char === ']') open.pop()
    else if (char === ',') lastComma = { at, closers: open.toReversed().join('') }
  }
  if (open.length === 0 && !inString) return text
  if (!lastComma) return text
  // Into the nearest object that is still open.
  const closers = lastComma.closers.replace('}', `,"${CUT_OFF}":true}`)
  return text.slice(0, lastComma.at) + closers
}
