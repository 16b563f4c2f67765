/** What happens to a loaded server: killed alone, together with its database's processes, or with the power of both. */
export type Fault = 'kill' | 'kill with its database' | 'power cut' | 'power cut without a full sync'

/** A database on which one server is brought down. */
export type CrashBed = {
  /** What the server is started with. */
  server: { file: string; url?: string; environment: { [name: string]: string } }
  /** The server is dead already; answers with the URL at which a next start finds its database. */
  crash(): Promise<string>
  remove(): Promise<void>
}

/** A kind of database, migrated once, of which each round gets a copy. */
export type CrashBeds = {
  /** Begins the names of its figures; empty for the one that is the default. */
  prefix: string
  /** Without a C compiler no power is cut. */
  faults: { fault: Fault; rounds: number }[]
  lay(name: string, fault: Fault): Promise<CrashBed>
  remove(): void
}

export const ROUNDS = 20
export const CONTROLS = 5
