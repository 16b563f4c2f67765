import type { Scope } from '#lib/domain/alert-types'
import { storedObject } from './stored-json.ts'

/** The scope in a column; undefined where nobody can tell any more what it is about. */
export function storedScope(text: string): Scope | undefined {
  const found = storedObject(text)
  return found && isScope(found) ? found : undefined
}

const LISTS = ['siteIds', 'rigIds', 'tags', 'machines']

function isScope(value: Record<string, unknown>): value is Scope {
  return LISTS.every((name) => value[name] === undefined || Array.isArray(value[name]))
}
