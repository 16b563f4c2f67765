import { inXml } from './in-xml'
import type { ServiceDefinition } from './service-definition'

export function launchdLabel(service: ServiceDefinition): string {
  return service.name.replace('-', '.')
}

/** A property list for launchd, for one user's `~/Library/LaunchAgents`: launchd.plist(5). The log goes beside the state. */
export function launchdPlist(service: ServiceDefinition, logFile: string): string {
  const variables = Object.entries(service.environment)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    ...entry('Label', string(launchdLabel(service))),
    ...entry('ProgramArguments', '<array>', ...service.command.map((word) => `  ${string(word)}`), '</array>'),
    ...(service.workingFolder === undefined ? [] : entry('WorkingDirectory', string(service.workingFolder))),
    ...(variables.length === 0
      ? []
      : entry(
          'EnvironmentVariables',
          '<dict>',
          ...variables.flatMap(([name, value]) => [`  <key>${inXml(name)}</key>`, `  ${string(value)}`]),
          '</dict>',
        )),
    ...entry('RunAtLoad', '<true/>'),
    ...entry('KeepAlive', '<true/>'),
    ...entry('ThrottleInterval', '<integer>10</integer>'),
    ...entry('Umask', '<integer>63</integer>'),
    ...entry('StandardErrorPath', string(logFile)),
    ...entry('StandardOutPath', string(logFile)),
    '</dict>',
    '</plist>',
    '',
  ]
  return lines.join('\n')
}

function entry(key: string, ...value: string[]): string[] {
  return [`  <key>${key}</key>`, ...value.map((line) => `  ${line}`)]
}

function string(text: string): string {
  return `<string>${inXml(text)}</string>`
}
