/** A program of ours that starts with the machine and is started again when it ends, whatever the system is. */
export type ServiceDefinition = {
  /** As `systemctl` and people call it. */
  name: 'davylamp' | 'davylamp-agent'
  /** One line for lists of services. */
  description: string
  /** Absolute program and its arguments. */
  command: string[]
  environment: Record<string, string>
  workingFolder?: string
  /** What it may write: all else of the machine is read-only to it, where the system can see to that. */
  writes: { stateFolderOfItsOwn: string } | { folders: string[]; asUser: string }
  /** Reads graphics cards, which have files in /dev. */
  readsGpus: boolean
}

export type ServiceSystem = 'systemd' | 'launchd' | 'windows'

/** What this machine starts services with. */
export function systemHere(platform: NodeJS.Platform = process.platform): ServiceSystem {
  if (platform === 'darwin') return 'launchd'
  return platform === 'win32' ? 'windows' : 'systemd'
}
