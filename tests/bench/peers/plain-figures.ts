/** What one rig tells at a moment, the same whoever asks: a rate that wanders by a percent, watts and a temperature. */
export function plainFigures(rigIndex: number, atMs: number) {
  const minute = Math.floor(atMs / 60_000)
  return {
    hashesPerSecond: Math.round((95 + wobble(rigIndex, minute, 1)) * 1e10) * 100,
    powerWatts: 3250 + Math.round(20 * wobble(rigIndex, minute, 2)),
    temperatureCelsius: 62 + Math.round(3 * wobble(rigIndex, minute, 3)),
  }
}

/** −1 to 1, by an integer hash, so that both stores get the same without keeping it. */
function wobble(rigIndex: number, minute: number, figure: number): number {
  let mixed = Math.imul(minute ^ Math.imul(rigIndex + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(figure, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed ^= mixed >>> 13
  return ((mixed >>> 0) / 0xffffffff) * 2 - 1
}
