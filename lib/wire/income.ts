/** A source of receipts for its list; nothing secret. */
export type ListedSource = {
  id: number
  name: string
  kind: string
  coin: string
  /** What everything it brings belongs to. */
  subject?: string
  enabled: boolean
  /** Whether keys of it are stored. */
  hasSecrets: boolean
  settings: Record<string, string>
  lastSuccessAtMs?: number
  lastProblem?: string
}
