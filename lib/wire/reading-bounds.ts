import { z } from 'zod'
import { readingFields } from './reading-schema.ts'

/** What the schema asks of one number of a reading. */
export type FigureBound = { least: number; most: number; isWhole: boolean }

type Schema = z.core.JSONSchema._JSONSchema | undefined

/** `devices[].work[].hashesPerSecond` is five deep; what is much deeper is no reading. */
const DEEPEST = 10

const schema = z.toJSONSchema(readingFields)
const momentBound = boundOf(propertyOf(schema, 'at'))

/**
 * What the schema asks of each number of `fields`, the numbers in the order in which they come; undefined for one in a field that the
 * schema does not know. Undefined as a whole where it is nested deeper than any reading.
 */
export function figureBounds(fields: object): (FigureBound | undefined)[] | undefined {
  const bounds: (FigureBound | undefined)[] = []
  return addBounds(fields, schema, 0, bounds) ? bounds : undefined
}

/** Whether it can be a reading's `at`. */
export function isMoment(at: unknown): at is number {
  return typeof at === 'number' && momentBound !== undefined && isWithin(at, momentBound)
}

/** Whether a number is what the schema asks for. */
export function isWithin(figure: number, { least, most, isWhole }: FigureBound): boolean {
  return figure >= least && figure <= most && (!isWhole || Number.isInteger(figure))
}

function addBounds(value: unknown, schema: Schema, depth: number, bounds: (FigureBound | undefined)[]): boolean {
  if (typeof value === 'number') {
    bounds.push(boundOf(schema))
    return true
  }
  if (typeof value !== 'object' || value === null) return true
  if (depth > DEEPEST) return false
  return Array.isArray(value)
    ? value.every((item) => addBounds(item, itemsOf(schema), depth + 1, bounds))
    : Object.entries(value).every(([key, field]) => addBounds(field, propertyOf(schema, key), depth + 1, bounds))
}

function boundOf(schema: Schema): FigureBound | undefined {
  if (typeof schema !== 'object' || (schema.type !== 'number' && schema.type !== 'integer')) return undefined
  const { minimum, maximum, type } = schema
  if (minimum === undefined || maximum === undefined) return undefined
  return { least: minimum, most: maximum, isWhole: type === 'integer' }
}

function itemsOf(schema: Schema): Schema {
  const items = typeof schema === 'object' ? schema.items : undefined
  return Array.isArray(items) ? undefined : items
}

function propertyOf(schema: Schema, key: string): Schema {
  const properties = typeof schema === 'object' ? schema.properties : undefined
  return properties && Object.hasOwn(properties, key) ? properties[key] : undefined
}
