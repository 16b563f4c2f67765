import { basename } from 'node:path'
import type { ServiceDefinition } from './service-definition'

/**
 * A unit for systemd that gives the program the least it works with: systemd.exec(5), checked in the tests with
 * `systemd-analyze verify` and `security`.
 */
export function systemdUnit(service: ServiceDefinition): string {
  const { command, description, workingFolder, environment } = service
  const lines = [
    '[Unit]',
    `Description=${description}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${command.map((word) => quoted(word)).join(' ')}`,
    ...(workingFolder === undefined ? [] : [`WorkingDirectory=${escaped(workingFolder)}`]),
    ...Object.entries(environment).map(([name, value]) => `Environment=${quoted(`${name}=${value}`, false)}`),
    'Restart=always',
    'RestartSec=10',
    'TimeoutStopSec=20',
    '',
    ...accountLines(service.writes),
    'UMask=0077',
    ...LOCKS,
    ...(service.readsGpus ? GPU_DEVICES : ['PrivateDevices=yes']),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ]
  return lines.join('\n')
}

/** A user that exists only while it runs, where it needs nobody's files; else the one whose files it needs. */
function accountLines(writes: ServiceDefinition['writes']): string[] {
  if ('stateFolderOfItsOwn' in writes) {
    const name = basename(writes.stateFolderOfItsOwn)
    return ['DynamicUser=yes', `StateDirectory=${name}`, 'StateDirectoryMode=0700', 'ProtectHome=yes']
  }
  return [
    `User=${writes.asUser}`,
    'ProtectHome=read-only',
    // A minus: one that is missing is no reason not to start.
    `ReadWritePaths=${writes.folders.map((folder) => quoted(`-${folder}`, false)).join(' ')}`,
    'PrivateTmp=yes',
    'RemoveIPC=yes',
    'RestrictSUIDSGID=yes',
  ]
}

/** MemoryDenyWriteExecute stays out: V8 compiles JavaScript into memory that it then runs. */
const LOCKS = [
  'NoNewPrivileges=yes',
  'CapabilityBoundingSet=',
  'AmbientCapabilities=',
  'ProtectSystem=strict',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectProc=invisible',
  'PrivateUsers=yes',
  'LockPersonality=yes',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  // Netlink lists this machine's network cards.
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallFilter=~@privileged @resources',
  'SystemCallErrorNumber=EPERM',
]

/** What `nvidia-smi` opens, by the driver's names in /proc/devices; AMD's figures stand in /sys. */
const GPU_DEVICES = ['DevicePolicy=closed', 'DeviceAllow=char-nvidia* rw']

/** One word of a unit's line: `%` begins a specifier, and in commands `$` a variable. */
function quoted(word: string, inCommand = true): string {
  const safe = escaped(inCommand ? word.replaceAll('$', '$$$$') : word)
  return /[\s"'\\;]/.test(word) ? `"${safe.replace(/["\\]/g, '\\$&')}"` : safe
}

function escaped(text: string): string {
  return text.replaceAll('%', '%%')
}
