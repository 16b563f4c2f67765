'use client'

import { useEffect, useState } from 'react'
import type { AgentChecksums } from '#lib/wire/agent-checksums'
import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import { CopyText } from '../forms/copy-text.client'
import formClasses from '../forms/forms.module.css'
import { useFleet } from '../live/use-live.client'
import { Card } from '../ui/card'
import { LinkButton } from '../ui/link-button'
import pressable from '../ui/pressable.module.css'
import { Segments } from '../ui/segments.client'
import classes from './add-rig.module.css'
import { type ExecutableFor, executableCommand, type JoinFacts, powershellCommand, shellCommand } from './agent-command'
import { FoundRig } from './found-rig'
import type { AddingProgress } from './progress'
import { useProgress } from './use-progress.client'
import { Waiting } from './waiting'

type System = {
  value: 'linux' | 'raspberry' | 'macos' | 'windows'
  name: string
  needsNode: boolean
  /** Built beside the server, it would spare the rig Node. */
  couldDoWithout: boolean
  program: string
  command: (facts: JoinFacts) => string
}

/** What the rig may run, and whether this server's agent brings all that it needs. */
function systemsFor(checksums: AgentChecksums): [System, ...System[]] {
  const withNode = { needsNode: true, couldDoWithout: false, program: 'node davylamp-agent.cjs' }
  const linux = (file: ExecutableFor) =>
    checksums[file] === undefined
      ? { ...withNode, couldDoWithout: true, command: shellCommand }
      : {
          ...{ needsNode: false, couldDoWithout: true, program: './davylamp-agent' },
          command: (facts: JoinFacts) => executableCommand(file, facts),
        }
  return [
    { value: 'linux', name: 'Linux, HiveOS', ...linux('linux-x64') },
    { value: 'raspberry', name: 'Raspberry Pi', ...linux('linux-arm64') },
    { value: 'macos', name: 'macOS', ...withNode, command: shellCommand },
    { value: 'windows', name: 'Windows', ...withNode, command: powershellCommand },
  ]
}

/** The command, and below it what becomes of it, live. */
export function CommandSteps({
  token,
  tokenId,
  target,
  siteName,
  checksums,
  fleet,
  progress: initial,
  onAnother,
}: {
  token: string
  tokenId: number
  target: string
  siteName: string
  checksums: AgentChecksums
  fleet: FleetSnapshot
  progress: AddingProgress
  onAnother: () => void
}) {
  const systems = systemsFor(checksums)
  const [chosen, setChosen] = useState<System['value']>('linux')
  const system = systems.find(({ value }) => value === chosen) ?? systems[0]
  // The address this browser used is one that reaches the server; what the server calls itself may not be.
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(window.location.origin), [])
  const { rigs } = useFleet(fleet)
  const { progress, lost } = useProgress(initial)
  const agent = progress.agents.find((each) => each.tokenId === tokenId)
  const found = agent ? rigs.filter((rig) => agent.rigIds.includes(rig.id)) : []
  const facts = { origin, checksums, token, target: target === '' ? undefined : target }
  const local = /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin)
  return (
    <Card>
      <ol className={classes.steps}>
        <li>
          <p className={classes.stepName}>Open a terminal on the rig</p>
          <div className={classes.stepBody}>
            <Segments label="System of the rig" options={systems} value={chosen} onChange={setChosen} />
            <p className={formClasses.hint}>{needWords(system)}</p>
          </div>
        </li>
        <li>
          <p className={classes.stepName}>Paste this command there</p>
          <div className={classes.stepBody}>
            <CopyText label="Command" text={system.command(facts)} copyWord="Copy command" />
            <p className={formClasses.hint}>
              It downloads the agent from this server, runs it only if its SHA-256 is the one in the command, and
              reports for {siteName}. The secret in it is not shown again. Later <code>{system.program}</code> alone
              starts it
              {system.couldDoWithout ? (
                <>
                  , and <code>sudo {system.program} install</code> has it start with the rig
                </>
              ) : null}
              .
              {local ? (
                <>
                  {' '}
                  <strong>The address in it reaches this machine only:</strong> for another rig, open this page by the
                  server’s address in your network.
                </>
              ) : null}
            </p>
          </div>
        </li>
        <li>
          <p className={classes.stepName}>The rig appears here</p>
          <div className={classes.stepBody} aria-live="polite">
            {found.length > 0 ? (
              <ul className={classes.found}>
                {found.map((rig) => (
                  <FoundRig key={rig.id} rig={rig} />
                ))}
              </ul>
            ) : (
              <Waiting>{waitingWords(agent, lost)}</Waiting>
            )}
            {agent?.problems.map((problem) => (
              <p key={problem} className={formClasses.hint}>
                {problem}
              </p>
            ))}
            {found.length > 0 ? (
              <div className={formClasses.buttons}>
                <LinkButton href="/" strong>
                  Go to the fleet
                </LinkButton>
                <button type="button" className={pressable.quiet} onClick={onAnother}>
                  Add another rig
                </button>
              </div>
            ) : null}
          </div>
        </li>
      </ol>
    </Card>
  )
}

function needWords({ needsNode, couldDoWithout }: System) {
  if (!needsNode)
    return 'It needs nothing else. A Linux from before 2018 takes the command for macOS instead, and Node.js.'
  return (
    <>
      It needs Node.js 20 or newer: <code>node --version</code> tells. nodejs.org has it for every system.
      {couldDoWithout ? (
        <>
          {' '}
          An agent that needs no Node.js has not been built on this server: <code>npm run build:agent</code> beside it
          does that.
        </>
      ) : null}
    </>
  )
}

function waitingWords(agent: AddingProgress['agents'][number] | undefined, lost: string | undefined): string {
  if (lost) return `Cannot tell just now: ${lost}.`
  if (!agent) return 'Waiting for the command to be run…'
  if (!agent.connected) return `${agent.name} was here and left again. Is its terminal still open?`
  return `${agent.name} is connected and looks for its miner…`
}
