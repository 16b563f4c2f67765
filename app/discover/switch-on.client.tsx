'use client'

import { CopyText } from '../forms/copy-text.client'
import { Card } from '../ui/card'
import classes from './discover.module.css'
import type { DiscoveringAgent } from './discovered'

/** How agents that may not look are allowed to: a click here must never be enough to have a stranger's network searched. */
export function SwitchOn({ agents }: { agents: DiscoveringAgent[] }) {
  return (
    <Card title="Let an agent look" note={agents.length > 0 ? agents.map(nameOf).join(', ') : undefined}>
      <ol className={classes.steps}>
        <li>
          Where the agent runs, add this line after the first brace of its <code>agent.json</code> (in{' '}
          <code>~/.davylamp-agent</code>, as a service in <code>/var/lib/davylamp-agent</code>; this server’s own in{' '}
          <code>built-in-agent</code> of the data folder):
          <CopyText text={'"discovery": true,'} label="Line for agent.json" />
        </li>
        <li>
          Start the agent again: <code>sudo systemctl restart davylamp-agent</code>, or Ctrl-C and its command again;
          for this server’s own, the server.
        </li>
        <li>
          It stands above with its networks within seconds. In a container, name the network instead:{' '}
          <code>{'"discovery": {"networks": ["192.168.1.0/24"]}'}</code>.
        </li>
      </ol>
      <p className={classes.aside}>
        {agents.some(({ state, connected }) => state === 'unknown' && connected)
          ? `${agents
              .filter(({ state, connected }) => state === 'unknown' && connected)
              .map(nameOf)
              .join(', ')} is older than this and has to be updated first. `
          : ''}
        Without changing an agent: <code>davylamp-agent discover</code> prints the same list on any computer in the
        network.
      </p>
    </Card>
  )
}

function nameOf({ builtIn, name }: DiscoveringAgent): string {
  return builtIn ? 'This server' : name
}
