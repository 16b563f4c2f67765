import { inXml } from './in-xml'
import type { ServiceDefinition } from './service-definition'

/**
 * A service for Windows, as WinSW reads it (github.com/winsw/winsw, its XML configuration file): Windows itself starts only
 * programs that speak to its service manager, which Node does not. Runs as LocalService, which may change next to nothing.
 * An id is letters and digits alone (docs/xml-config-file.md there).
 */
export function windowsService(service: ServiceDefinition): string {
  const [program = '', ...words] = service.command
  const lines = [
    '<service>',
    `  <id>${service.name.replaceAll('-', '')}</id>`,
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

/** By the rules of CommandLineToArgvW: a backslash counts only before a quotation mark, and there it is written twice. */
function quoted(word: string): string {
  if (!/[\s"]/.test(word)) return word
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`
}

/**
 * What lets LocalService, by its number since its name is another in each language, read the program and write where it must:
 * into the folders of the service, and the one where WinSW and its log are. It may not look into people's profiles else.
 */
export function windowsPermissions({ command, writes }: ServiceDefinition): string[] {
  const folders = 'stateFolderOfItsOwn' in writes ? [writes.stateFolderOfItsOwn] : writes.folders
  return [
    'icacls . /grant *S-1-5-19:(OI)(CI)M',
    ...folders.map((folder) => `icacls "${folder}" /grant *S-1-5-19:(OI)(CI)M`),
    ...command
      .slice(0, 2)
      .filter((word) => /^[a-z]:\\/i.test(word) && !/^[a-z]:\\(Program Files|Windows)/i.test(word))
      .map((file) => `icacls "${file}" /grant *S-1-5-19:RX`),
  ]
}
