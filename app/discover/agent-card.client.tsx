'use client'

import { Button, Checkbox, Progress } from '@mantine/core'
import { useState } from 'react'
import { formatCount } from '#lib/domain/format'
import forms from '../forms/forms.module.css'
import { Note } from '../forms/note'
import { Problem } from '../forms/problem'
import { useDeed } from '../forms/use-saving.client'
import { Age } from '../ui/age.client'
import { Card } from '../ui/card'
import { lookForMachines } from './actions'
import classes from './discover.module.css'
import type { DiscoveringAgent } from './discovered'
import { MachineList } from './machine-list.client'
import { countWords } from './order-machines'

/** One agent: have it look, follow how far it is, tick what to watch. */
export function AgentCard({
  agent,
  timeZone,
  onChange,
}: {
  agent: DiscoveringAgent
  timeZone: string
  onChange: () => void
}) {
  const { run, running, problem } = useDeed()
  const [stockLogins, setStockLogins] = useState(false)
  const name = agent.builtIn ? 'This server' : agent.name
  const looking = agent.state === 'looking'
  const mayLook = agent.connected && agent.state === 'ready' && agent.networks.length > 0

  function look(): void {
    void run(
      () => lookForMachines({ agentId: agent.agentId, stockLogins }),
      () => {
        setStockLogins(false)
        onChange()
      },
    )
  }

  return (
    <Card title={name} note={agent.machines.length > 0 ? countWords(agent.machines) : undefined} flush>
      <div className={classes.look}>
        <Problem>
          {problem ?? (looking || !agent.problem ? undefined : `The last look failed: ${agent.problem}.`)}
        </Problem>
        <p className={classes.networks}>{networkWords(agent)}</p>
        {agent.leftOut.map((words) => (
          <Note key={words}>Left out: {words}.</Note>
        ))}
        {agent.unreached.length > 0 && !looking ? (
          <Note>
            Nobody answered in {agent.unreached.join(', ')} at the last look, so that what was found there before stays
            as it was. Is the network card of this agent’s computer connected?
          </Note>
        ) : null}
        {agent.unasked.length > 0 && !looking ? (
          <Note>
            This agent’s computer had no way to {namedNetworks(agent.unasked)} at the last look. What was found there
            before stays as it was. Is the router between them on, and does the computer have a route there?
          </Note>
        ) : null}
        {agent.scan && looking ? (
          <Looking {...agent.scan} />
        ) : (
          <>
            <Checkbox
              label="Try the logins machines are shipped with"
              description="Where one asks for a password, root/root and the like, this once. One that lets us in keeps working with it: change it on the machine."
              classNames={{ description: classes.described }}
              checked={stockLogins}
              disabled={!mayLook}
              onChange={(event) => setStockLogins(event.currentTarget.checked)}
            />
            <div className={forms.buttons}>
              <Button
                loading={running}
                disabled={!mayLook}
                variant={agent.machines.length > 0 ? 'default' : 'filled'}
                onClick={look}
              >
                {agent.machines.length > 0 ? 'Look again' : 'Look for machines'}
              </Button>
              <span className={forms.hint}>
                {agent.finishedAtMs === undefined ? (
                  'It sends only commands that read, and takes about a minute for 250 addresses.'
                ) : (
                  <>
                    Looked <Age atMs={agent.finishedAtMs} timeZone={timeZone} />; it looks again every day by itself.
                  </>
                )}
              </span>
            </div>
          </>
        )}
      </div>
      {agent.machines.length > 0 ? (
        <MachineList agent={agent} timeZone={timeZone} onChange={onChange} />
      ) : agent.finishedAtMs !== undefined && !looking && !agent.problem ? (
        <p className={classes.nothing}>
          Nothing there answered as a miner. Is the machines’ API switched on, and do they stand in this agent’s
          network? One that stands elsewhere is added by its address, or by an agent of its own.
        </p>
      ) : null}
    </Card>
  )
}

function Looking({ checked, total }: { checked: number; total: number }) {
  const percent = total === 0 ? 0 : (100 * checked) / total
  const words =
    total === 0 ? 'Beginning to look…' : `${formatCount(checked)} of ${formatCount(total)} addresses looked at`
  return (
    <div className={classes.looking}>
      <Progress value={percent} aria-label="Addresses looked at" color="link" />
      <span className={forms.hint}>{words}</span>
    </div>
  )
}

const MOST_NAMED = 8

function namedNetworks(networks: string[]): string {
  const named = networks.slice(0, MOST_NAMED).join(', ')
  return networks.length > MOST_NAMED ? `${named} and ${formatCount(networks.length - MOST_NAMED)} more` : named
}

function networkWords({ networks, connected, state }: DiscoveringAgent): string {
  const where = networks.join(', ')
  if (!connected) return 'It is not connected now. What stands here is what it found last.'
  if (state === 'off')
    return 'Its configuration does not allow it to look any more. What stands here is what it found last.'
  if (state === 'unknown') return 'It has not said yet whether it may look.'
  return networks.length === 0
    ? 'It stands in no private network that it could look through.'
    : `Looks through ${where}.`
}
