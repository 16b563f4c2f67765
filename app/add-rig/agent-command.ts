/** What the command needs to know. The checksum is that of the program this server hands out. */
export type JoinFacts = { origin: string; sha256: string; token: string; target?: string }

const FILE = 'davylamp-agent.cjs'

/**
 * One command for a POSIX shell: downloads the agent, goes on only if its SHA-256 is the expected one, and joins. Linux
 * has `sha256sum`, macOS `shasum`.
 */
export function shellCommand({ origin, sha256, token, target }: JoinFacts): string {
  const join = `node ${FILE} join ${inShell(origin)}${target ? ` --target ${inShell(target)}` : ''}`
  return [
    `curl -fsSLo ${FILE} ${inShell(`${origin}/agent/${FILE}`)} &&`,
    `echo '${sha256}  ${FILE}' | $(command -v sha256sum || echo shasum -a 256) -c &&`,
    `DAVYLAMP_TOKEN=${inShell(token)} ${join}`,
  ].join('\n')
}

/** The same for Windows PowerShell. */
export function powershellCommand({ origin, sha256, token, target }: JoinFacts): string {
  const join = `node ${FILE} join ${inPowershell(origin)}${target ? ` --target ${inPowershell(target)}` : ''}`
  return [
    `Invoke-WebRequest -UseBasicParsing ${inPowershell(`${origin}/agent/${FILE}`)} -OutFile ${FILE};`,
    `if ((Get-FileHash ${FILE} -Algorithm SHA256).Hash -ne '${sha256}') { throw 'The download is damaged' };`,
    `$env:DAVYLAMP_TOKEN=${inPowershell(token)}; ${join}`,
  ].join('\n')
}

function inShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

function inPowershell(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
