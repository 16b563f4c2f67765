import { inXml } from './in-xml'
import type { ServiceDefinition } from './service-definition'

/**
 * A service for Windows, as WinSW reads it (github.com/winsw/winsw, its XML configuration file): Windows itself starts only
 * programs that speak to its service manager, which Node does not. Runs as LocalService, which may change next to nothing.
 */
export function windowsService(service: ServiceDefinition): string {
  const [program = '', ...words] = service.command
  const lines = [
    '<service>',
    `  <id>${service.name}</id>`,
    `  <name>${service.name === 'davylamp' ? 'Davylamp' : 'Davylamp agent'}</name>`,
    `  <description>${inXml(service.description)}</description>`,
    `  <executable>${inXml(program)}</executable>`,
    `  <arguments>${inXml(words.map(quoted).join(' '))}</arguments>`,
    ...(service.workingFolder === undefined
      ? []
      : [`  <workingdirectory>${inXml(service.workingFolder)}</workingdirectory>`]),
    ...Object.entries(service.environment).map(
      ([name, value]) => `  <env name="${inXml(name)}" value="${inXml(value)}"/>`,
    ),
    '  <startmode>Automatic</startmode>',
    '  <onfailure action="restart" delay="10 sec"/>',
    '  <serviceaccount>',
    '    <username>NT AUTHORITY\\LocalService</username>',
    '  </serviceaccount>',
    '  <log mode="roll"/>',
    '</service>',
    '',
  ]
  return lines.join('\n')
}

function quoted(word: string): string {
  return /[\s"]/.test(word) ? `"${word.replaceAll('"', '\\"')}"` : word
}
