import { isObject, type JsonObject, numberFrom, textFrom } from '../lenient'

/** One module's report: `Name[value] Name[v1 v2 …]`, by name, values still text. */
export type AvalonModule = Map<string, string>

/** Reads Canaan's bracket text, which newer machines wrap as `'STATS':{…}` and some tools hand on as an object. */
export function avalonModule(value: unknown): AvalonModule {
  const module: AvalonModule = new Map()
  if (typeof value === 'string') {
    for (const [, name, content] of value.matchAll(/([A-Za-z_][\w]*)\[([^\]]*)\]/g))
      if (name) module.set(name, content?.trim() ?? '')
  } else if (isObject(value)) {
    const inner = isObject(value.STATS) ? value.STATS : value
    for (const [name, content] of Object.entries(inner)) {
      const text = Array.isArray(content) ? content.map((item) => textFrom(item) ?? '').join(' ') : textFrom(content)
      if (text !== undefined) module.set(name, text)
    }
  }
  return module
}

/** The modules of `stats`, in order: keys `MM ID0`, `MM ID1`, …, `MM ID0:Summary`. */
export function avalonModules(rows: JsonObject[]): AvalonModule[] {
  const found: [number, AvalonModule][] = []
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      const id = /^MM ID(\d+)(:Summary)?$/.exec(key)?.[1]
      const module = id === undefined ? undefined : avalonModule(value)
      if (module && module.size > 0) found.push([Number(id), module])
    }
  }
  return found.toSorted((a, b) => a[0] - b[0]).map(([, module]) => module)
}

/** The values of a field, parted by spaces or commas. What is no number keeps its place as absent. */
export function numbersOf(module: AvalonModule, name: string): (number | undefined)[] {
  const text = module.get(name)?.trim()
  return text ? text.split(/[\s,]+/).map((part) => numberFrom(part.replace(/%$/, ''))) : []
}

export function numberOf(module: AvalonModule, name: string): number | undefined {
  return numbersOf(module, name)[0]
}
