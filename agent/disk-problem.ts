const REMEDIES: { [code: string]: string } = {
  ENOSPC: 'the disk is full: make room on it',
  EDQUOT: 'the quota of this user is used up: make room',
  EROFS: 'it is read-only: choose a folder that can be written with --state',
  EACCES: 'this user may not write there: choose another folder with --state, or use sudo',
  EPERM: 'this user may not write there: choose another folder with --state, or use sudo',
  EEXIST: 'a file of that name stands in its place: choose another folder with --state',
  ENOTDIR: 'a part of the path is a file: choose another folder with --state',
  ENOENT: 'a folder above it does not exist and cannot be made: choose another folder with --state',
  EIO: 'the disk fails: look at it with dmesg',
}

/**
 * Why the agent's folder cannot be used, as a sentence with the remedy; undefined for an error that is not the file system's,
 * which is a fault of the program.
 */
export function diskProblem(folder: string, error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const remedy = typeof code === 'string' ? REMEDIES[code] : undefined
  return remedy === undefined ? undefined : `The folder ${folder} cannot be used: ${remedy}.`
}
