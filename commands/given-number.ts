/** A number that a person wrote. Undefined where there is no text, NaN where the text is no number. */
export function givenNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) && Number.isFinite(Number(text))
    ? Number(text)
    : Number.NaN
}

/** The same where there is nothing below 0. */
export function givenAmount(text: string | undefined): number | undefined {
  const value = givenNumber(text)
  return value !== undefined && value < 0 ? Number.NaN : value
}
