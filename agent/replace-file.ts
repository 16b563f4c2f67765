import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'

/**
 * Puts text in the place of a file that only its owner may read (mode 0600): whole on disk, or the old one stays, also
 * when the power fails. Throws what the file system says.
 */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.new`
  const descriptor = openSync(draft, 'w', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(draft, file)
}
