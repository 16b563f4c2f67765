import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Lays out what `power-cut-cluster.c` keeps, for a data folder that is on disk as it stands. */
export function beginImage(data: string, image: string): void {
  mkdirSync(join(image, 'files'), { recursive: true })
  mkdirSync(join(image, 'folders'), { recursive: true })
  keepFolder(data, image)
}

function keepFolder(folder: string, image: string): void {
  const names: string[] = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const { ino } = statSync(path)
    names.push(`${ino} ${entry.name}\n`)
    if (entry.isDirectory()) keepFolder(path, image)
    else copyFileSync(path, join(image, 'files', String(ino)))
  }
  writeFileSync(join(image, 'folders', String(statSync(folder).ino)), names.join(''))
}

/**
 * Makes the data folder that a disk holds after the cut: `rootInode` is the former one's. A file that has a name and was never synced
 * is there, and empty.
 */
export function developImage(image: string, rootInode: number, data: string): void {
  mkdirSync(data, { mode: 0o700 })
  for (const [name, inode] of namesIn(image, rootInode)) {
    // It names a process of the time before the cut.
    if (name === 'postmaster.pid') continue
    const path = join(data, name)
    const file = join(image, 'files', String(inode))
    if (existsSync(join(image, 'folders', String(inode)))) developImage(image, inode, path)
    else if (existsSync(file)) copyFileSync(file, path)
    else writeFileSync(path, '')
  }
}

function namesIn(image: string, folderInode: number): Map<string, number> {
  let names = new Map<string, number>()
  let draft: Map<string, number> | undefined
  for (const line of readFileSync(join(image, 'folders', String(folderInode)), 'utf8')
    .split('\n')
    .slice(0, -1)) {
    const space = line.indexOf(' ')
    const [inode, name] = [Number(line.slice(0, space)), line.slice(space + 1)]
    if (inode > 0) (draft ?? names).set(name, inode)
    else if (name === 'begin') draft = new Map()
    else if (name === 'end' && draft) {
      names = draft
      draft = undefined
    }
  }
  return names
}
