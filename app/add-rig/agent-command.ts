import type { AgentChecksums } from '#lib/wire/agent-checksums'

/** What the command needs to know. The checksums are those of what this server hands out. */
export type JoinFacts = { origin: string; checksums: AgentChecksums; token: string; target?: string }

const SCRIPT = 'davylamp-agent.cjs'
const EXECUTABLE = 'davylamp-agent'

/** A kind of machine that needs nothing but the download. */
export type ExecutableFor = 'linux-x64' | 'linux-arm64'

/**
 * For Linux: downloads the executable, packed to a third of its size, goes on only if its SHA-256 is the expected one, and
 * joins.
 */
export function executableCommand(file: ExecutableFor, { origin, checksums, token, target }: JoinFacts): string {
  return [
    `curl -fsSL ${inShell(`${origin}/agent/${file}.gz`)} | gunzip > ${EXECUTABLE} &&`,
    `echo '${checksums[file]}  ${EXECUTABLE}' | sha256sum -c && chmod +x ${EXECUTABLE} &&`,
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
