import type { AgentChecksums } from '#lib/wire/agent-checksums'

/** What the command needs to know. The checksums are those of what this server hands out. */
export type JoinFacts = { origin: string; checksums: AgentChecksums; token: string; target?: string }

const SCRIPT = 'davylamp-agent.cjs'
const EXECUTABLE = 'davylamp-agent'

/** True when a Linux machine needs nothing but the download. */
export function hasExecutables(checksums: AgentChecksums): boolean {
  return checksums['linux-x64'] !== undefined && checksums['linux-arm64'] !== undefined
}

/**
 * For Linux: downloads the executable for its processor, goes on only if its SHA-256 is the expected one, and joins. Packed on
 * the way, it is a third of its size.
 */
export function executableCommand({ origin, checksums, token, target }: JoinFacts): string {
  return [
    `case $(uname -m) in`,
    `  x86_64) file=linux-x64 sum=${checksums['linux-x64']};;`,
    `  aarch64) file=linux-arm64 sum=${checksums['linux-arm64']};;`,
    `  *) echo 'There is no executable for this processor: use the command with Node.';;`,
    `esac`,
    `curl -fsSL ${inShell(`${origin}/agent/`)}$file.gz | gunzip > ${EXECUTABLE} &&`,
    `echo "$sum  ${EXECUTABLE}" | sha256sum -c && chmod +x ${EXECUTABLE} &&`,
    `DAVYLAMP_TOKEN=${inShell(token)} ./${EXECUTABLE} ${joinWords(origin, target, inShell)}`,
  ].join('\n')
}

/**
 * One command for a POSIX shell with Node: downloads the agent, goes on only if its SHA-256 is the expected one, and joins.
 * Linux has `sha256sum`, macOS `shasum`.
 */
export function shellCommand({ origin, checksums, token, target }: JoinFacts): string {
  return [
    `curl -fsSLo ${SCRIPT} ${inShell(`${origin}/agent/${SCRIPT}`)} &&`,
    `echo '${checksums[SCRIPT]}  ${SCRIPT}' | $(command -v sha256sum || echo shasum -a 256) -c &&`,
    `DAVYLAMP_TOKEN=${inShell(token)} node ${SCRIPT} ${joinWords(origin, target, inShell)}`,
  ].join('\n')
}

/** The same for Windows PowerShell. */
export function powershellCommand({ origin, checksums, token, target }: JoinFacts): string {
  return [
    `Invoke-WebRequest -UseBasicParsing ${inPowershell(`${origin}/agent/${SCRIPT}`)} -OutFile ${SCRIPT};`,
    `if ((Get-FileHash ${SCRIPT} -Algorithm SHA256).Hash -ne '${checksums[SCRIPT]}') { throw 'The download is damaged' };`,
    `$env:DAVYLAMP_TOKEN=${inPowershell(token)}; node ${SCRIPT} ${joinWords(origin, target, inPowershell)}`,
  ].join('\n')
}

function joinWords(origin: string, target: string | undefined, quote: (text: string) => string): string {
  return `join ${quote(origin)}${target ? ` --target ${quote(target)}` : ''}`
}

function inShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

function inPowershell(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
