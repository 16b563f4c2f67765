/**
 * The number at a path of names and indexes such as `StatusSNS.ENERGY.Power` or `emeters.0.power` in parsed JSON; an
 * empty path is the document itself. A number written as text counts. Undefined where there is none.
 */
export function numberAtPath(document: unknown, path: string): number | undefined {
  let value = document
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Object.entries(value).find(([key]) => key === name)?.[1]
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
