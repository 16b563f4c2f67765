import { join } from 'node:path'
import { launchdLabel, launchdPlist } from './launchd-plist'
import type { ServiceDefinition, ServiceSystem } from './service-definition'
import { systemdUnit } from './systemd-unit'
import { windowsPermissions, windowsService } from './windows-service'

/** A definition as a file, and what a person does with it. */
export type DefinitionFile = { name: string; text: string; steps: string[] }

/** The definition of a service for a system. `logFolder` is where the service may write its log, if nobody else keeps it. */
export function definitionFile(service: ServiceDefinition, system: ServiceSystem, logFolder: string): DefinitionFile {
  if (system === 'launchd') {
    const name = `${launchdLabel(service)}.plist`
    return {
      name,
      text: launchdPlist(service, join(logFolder, `${service.name}.log`)),
      steps: [
        `cp ${name} ~/Library/LaunchAgents/`,
        `launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/${name}`,
        `To end it: launchctl bootout gui/$(id -u)/${launchdLabel(service)}`,
      ],
    }
  }
  if (system === 'windows') {
    const name = `${service.name}.xml`
    return {
      name,
      text: windowsService(service),
      steps: [
        `Put WinSW (github.com/winsw/winsw/releases) beside ${name}, named ${service.name}.exe`,
        'In a terminal (cmd) opened as administrator, in this folder, let its account in:',
        ...windowsPermissions(service).map((command) => `  ${command}`),
        `Then .\\${service.name}.exe install, and .\\${service.name}.exe start`,
        `To end it: .\\${service.name}.exe stop, then .\\${service.name}.exe uninstall`,
      ],
    }
  }
  const name = `${service.name}.service`
  return {
    name,
    text: systemdUnit(service),
    steps: [
      `sudo cp ${name} /etc/systemd/system/`,
      `sudo systemctl enable --now ${service.name}`,
      `To end it: sudo systemctl disable --now ${service.name}`,
    ],
  }
}
