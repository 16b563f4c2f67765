import { contractNames, orderNames } from '#lib/db/contract-names'
import type { Database } from '#lib/db/database'
import { payerLabel } from '#lib/domain/payers'
import type { EarningsGrouping, EarningsPart } from '#lib/wire/earnings'
import type { LiveFleet } from '../live-fleet.ts'

/** What stands in the ledger beside its amounts: names and tags of rigs, sites and contracts, by subject. */
export type Subjects = {
  names: ReadonlyMap<string, string>
  tags: ReadonlyMap<string, readonly string[]>
  sites: ReadonlyMap<number, string>
}

export async function loadSubjects(context: {
  database: Database
  fleet: Pick<LiveFleet, 'liveRigs' | 'sites'>
}): Promise<Subjects> {
  const names = new Map<string, string>()
  const tags = new Map<string, readonly string[]>()
  const sites = new Map<number, string>()
  for (const { settings } of context.fleet.liveRigs()) {
    names.set(`rig:${settings.id}`, settings.name)
    tags.set(`rig:${settings.id}`, settings.tags)
  }
  for (const { id, name } of context.fleet.sites.values()) {
    names.set(`site:${id}`, `${name}: charges of the site`)
    sites.set(id, name)
  }
  for (const contract of await contractNames(context.database)) {
    names.set(`contract:${contract.id}`, contract.name)
    tags.set(`contract:${contract.id}`, contract.tags)
  }
  for (const { id, name } of await orderNames(context.database)) names.set(`order:${id}`, name)
  return { names, tags, sites }
}

/** What of the ledger a part is: subjects, a site, a coin or a payer. */
export function filterOf(part: EarningsPart | undefined, { names, tags }: Subjects) {
  if (!part) return {}
  const { by, key } = part
  if (by === 'site') return { siteIds: [Number(key)] }
  if (by === 'coin') return { coins: [key] }
  if (by === 'payer') return { payers: [key] }
  if (by === 'rig') return { subjects: [key] }
  const all = [...names.keys()]
  if (by === 'kind') return { subjects: all.filter((subject) => kindOf(subject) === key) }
  const hasTag = (subject: string) => {
    const own = tags.get(subject) ?? []
    return key === '' ? own.length === 0 : own.includes(key)
  }
  return { subjects: all.filter(hasTag) }
}

/** Own rigs, or hash power rented from somebody. */
export function kindOf(subject: string): 'owned' | 'cloud' {
  return subject.startsWith('contract:') || subject.startsWith('order:') ? 'cloud' : 'owned'
}

const KIND_NAMES: Record<string, string> = { owned: 'Own rigs', cloud: 'Rented hash power' }

/** A group's name as people call it. */
export function nameOfGroup(by: EarningsGrouping, key: string, subjects: Subjects): string {
  switch (by) {
    case 'site':
      return subjects.sites.get(Number(key)) ?? 'No site'
    case 'rig':
      return subjects.names.get(key) ?? key.replace(':', ' ')
    case 'tag':
      return key === '' ? 'No tag' : key
    case 'kind':
      return KIND_NAMES[key] ?? key
    case 'payer':
      return payerLabel(key)
    default:
      return key
  }
}

/** Where a group has a page of its own. */
export function hrefOfGroup(by: EarningsGrouping, key: string): string | undefined {
  const [kind, id] = key.split(':')
  if (by !== 'rig' || id === undefined) return undefined
  if (kind === 'rig') return `/rigs/${id}`
  if (kind === 'order') return '/earnings/contracts'
  return kind === 'contract' ? `/earnings/contracts/${id}` : undefined
}
