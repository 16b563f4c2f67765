import { statfs } from 'node:fs/promises'

/** How full the disk may be: beyond `tight` the owner is warned, beyond `pressed` the oldest readings make room. */
const TIGHT_SHARE = 0.8
const PRESSED_SHARE = 0.9
/** With less than this left, no reading is taken any more: the database needs room to finish what it began. */
const FULL_BELOW_BYTES = 256 * 1024 * 1024

export type DiskRoom = {
  state: 'ample' | 'tight' | 'pressed' | 'full'
  /** For this program; what a file system reserves for its administrator does not count. */
  freeBytes: number
  totalBytes: number
}

export type ReadDisk = (folder: string) => Promise<{ freeBytes: number; totalBytes: number }>

/** Room on the disk that holds `folder`. Rejects when the folder is not there. */
export async function diskRoom(folder: string, readDisk: ReadDisk = askDisk): Promise<DiskRoom> {
  const disk = await readDisk(folder)
  return { ...disk, state: stateOf(disk) }
}

function stateOf({ freeBytes, totalBytes }: { freeBytes: number; totalBytes: number }): DiskRoom['state'] {
  if (freeBytes < FULL_BELOW_BYTES) return 'full'
  const used = totalBytes > 0 ? 1 - freeBytes / totalBytes : 0
  return used >= PRESSED_SHARE ? 'pressed' : used >= TIGHT_SHARE ? 'tight' : 'ample'
}

async function askDisk(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, bfree, blocks, bsize } = await statfs(folder)
  const usedBytes = (blocks - bfree) * bsize
  const freeBytes = bavail * bsize
  return { freeBytes, totalBytes: usedBytes + freeBytes }
}
