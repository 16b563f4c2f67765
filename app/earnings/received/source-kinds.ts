/** What each kind of source is called, and what it needs to be asked. */
export const SOURCE_KINDS = [
  { kind: 'braiins', name: 'Braiins Pool', fields: [['token', 'Access token']] },
  {
    kind: 'f2pool',
    name: 'F2Pool',
    fields: [
      ['coin', 'Coin, such as BTC'],
      ['account', 'Mining account'],
      ['token', 'API token'],
    ],
  },
  {
    kind: '2miners',
    name: '2Miners',
    fields: [
      ['coin', 'Coin: ETC, ERG or KAS'],
      ['address', 'Wallet address'],
    ],
  },
  { kind: 'moneroocean', name: 'MoneroOcean', fields: [['address', 'Wallet address']] },
  {
    kind: 'public-pool',
    name: 'Public pool (solo)',
    fields: [
      ['address', 'Wallet address'],
      ['baseUrl', 'Server, if your own'],
    ],
  },
  {
    kind: 'nicehash',
    name: 'NiceHash',
    fields: [
      ['organizationId', 'Organization id'],
      ['key', 'API key'],
      ['secretKey', 'API secret'],
    ],
  },
  {
    kind: 'esplora',
    name: 'Watched bitcoin address',
    fields: [
      ['address', 'Address'],
      ['baseUrl', 'Explorer, if your own'],
    ],
  },
  { kind: 'file', name: 'Files', fields: [] },
] as const

export type SourceKind = (typeof SOURCE_KINDS)[number]['kind']

const SECRET = new Set(['token', 'key', 'secretKey'])

/** Whether a field's text is hidden while it is typed. */
export function isSecret(field: string): boolean {
  return SECRET.has(field)
}

/** The name people know a kind of source by. */
export function kindName(kind: string): string {
  return SOURCE_KINDS.find((known) => known.kind === kind)?.name ?? kind
}
