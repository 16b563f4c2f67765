import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemdUnit } from '#agent/service/systemd-unit'
import { ownerOf, serverService } from '../../commands/server-service.ts'

const config = {
  dataDir: '/home/ann/.local/share/davylamp',
  databaseUrl: 'file:/home/ann/.local/share/davylamp/davylamp.db',
  backupDir: '/mnt/backups',
}

test('the server runs as the owner of its folder, and writes its data, its backups and the cache of its pages', () => {
  const unit = systemdUnit(serverService('/home/ann/davylamp', config, 'ann'))
  expect(unit).toContain('User=ann\n')
  expect(unit).toContain('ReadWritePaths=-/home/ann/.local/share/davylamp -/mnt/backups -/home/ann/davylamp/.next\n')
  expect(unit).toContain(
    `ExecStart=${process.execPath} --enable-source-maps --max-semi-space-size=64 --no-allocation-site-pretenuring /home/ann/davylamp/dist/davylamp.js start\n`,
  )
  expect(unit).toContain('Environment=DAVYLAMP_DATA_DIR=/home/ann/.local/share/davylamp\n')
  expect(unit).toContain('WorkingDirectory=/home/ann/davylamp\n')
})

test('whose a folder is stands in /etc/passwd; where it does not, the number does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-owner-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const passwd = join(folder, 'passwd')
  const { uid, gid } = statSync(folder)
  writeFileSync(passwd, `nobody:x:65534:65534::/:/bin/false\nann:x:${uid}:${gid}:Ann:/home/ann:/bin/sh\n`)
  expect(ownerOf(folder, passwd)).toEqual({ uid, gid, name: 'ann', home: '/home/ann' })
  writeFileSync(passwd, '')
  expect(ownerOf(folder, passwd)).toEqual({ uid, gid, name: String(uid), home: '/' })
})
