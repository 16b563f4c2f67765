/** What a column of JSON holds; undefined where it is damaged, which must not stop what else there is to do. */
export function storedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The object in a column of JSON; undefined where there is none. */
export function storedObject(text: string): Record<string, unknown> | undefined {
  const value = storedJson(text)
  return isObject(value) ? value : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
