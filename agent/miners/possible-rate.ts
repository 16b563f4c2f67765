/** About twice what the most thrifty machine sold makes of a watt (S23 Hyd., 9.5 J/TH): no machine but a counter that went wrong. */
const SHA256_HASHES_PER_JOULE = 200e9

/** Whether a machine could do this rate from this power at all; where nobody knows, it could. */
export function isPossibleRate(
  algorithm: string,
  hashesPerSecond: number | undefined,
  powerWatts: number | undefined,
): boolean {
  if (algorithm !== 'sha256d' || hashesPerSecond === undefined || powerWatts === undefined) return true
  return hashesPerSecond <= SHA256_HASHES_PER_JOULE * powerWatts
}
