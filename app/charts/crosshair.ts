/** The moment under the pointer, shared by charts that stand above each other. */
export type Crosshair = {
  atMs: number | undefined
  set(atMs: number | undefined): void
  subscribe(listener: () => void): () => void
}

export function createCrosshair(): Crosshair {
  const listeners = new Set<() => void>()
  const crosshair: Crosshair = {
    atMs: undefined,
    set(atMs) {
      if (crosshair.atMs === atMs) return
      crosshair.atMs = atMs
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return crosshair
}
