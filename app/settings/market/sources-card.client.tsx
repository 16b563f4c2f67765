'use client'

import { Button, NativeSelect, Switch } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { rateSourceName } from '#lib/domain/rate-sources'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { Age } from '../../ui/age.client'
import { Card } from '../../ui/card'
import { StateMark } from '../../ui/state-mark'
import classes from '../settings.module.css'
import { askMarketNow, setFirstSource, setMarket } from './actions'

type Settings = {
  on: boolean
  offByConfiguration: boolean
  sources: {
    name: string
    hosts: string[]
    lastSuccessAtMs?: number
    problem?: string
    notBeforeMs?: number
    /** Of one that names prices of a kWh, which is not among those that tell rates. */
    tells?: 'energy'
  }[]
  first: string
}

/** The only hosts this installation asks anything of, how they fared, and the switch that stops it. */
export function SourcesCard({
  settings,
  timeZone,
  mayChange,
}: {
  settings: Settings
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const [told, setTold] = useState<string>()
  const { run, running, problem } = useDeed()
  const { on, offByConfiguration, sources, first } = settings
  return (
    <Card title="Where rates come from">
      <div className={forms.form}>
        <Problem>{problem}</Problem>
        <Switch
          label="Fetch prices and difficulties"
          description={
            offByConfiguration
              ? 'Switched off by DAVYLAMP_MARKET in the configuration of this server.'
              : 'Prices and what NiceHash pays every 5 minutes, difficulties every 10. Nothing about your rigs is sent. Off, nothing is contacted at all, and rates are what you type in.'
          }
          checked={on}
          disabled={!mayChange || offByConfiguration || running}
          onChange={(event) => {
            const wanted = event.currentTarget.checked
            void run(
              () => setMarket(wanted),
              () => router.refresh(),
            )
          }}
        />
        <ul className={classes.list} aria-label="Hosts contacted">
          {sources.map((source) => (
            <li key={source.name}>
              <strong>{rateSourceName(source.name)}</strong>
              {source.hosts.map((host) => (
                <code key={host}>{host}</code>
              ))}
              <span className={classes.muted}>
                {on ? <Fared source={source} timeZone={timeZone} /> : 'not contacted'}
              </span>
            </li>
          ))}
        </ul>
        {mayChange && on ? (
          <NativeSelect
            label="Ask first"
            description="For each coin the next source speaks only where the ones before it do not know."
            data={sources
              .filter(({ tells }) => tells !== 'energy')
              .map(({ name }) => ({ value: name, label: rateSourceName(name) }))
              .sort((one, other) => one.label.localeCompare(other.label, 'en'))}
            value={first}
            maw={440}
            disabled={running}
            onChange={(event) => {
              const wanted = event.currentTarget.value
              void run(
                () => setFirstSource(wanted),
                () => router.refresh(),
              )
            }}
          />
        ) : null}
        {mayChange && on ? (
          <div className={forms.buttons}>
            <Button
              variant="default"
              size="compact-md"
              loading={running}
              onClick={() =>
                void run(askMarketNow, ({ stored }) => {
                  setTold(`${stored} rates taken.`)
                  router.refresh()
                })
              }
            >
              Ask now
            </Button>
            <span role="status" className={forms.hint}>
              {told}
            </span>
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function Fared({ source, timeZone }: { source: Settings['sources'][number]; timeZone: string }) {
  return (
    <>
      {source.problem ? (
        <>
          <StateMark mark="hot" word={source.problem} />{' '}
        </>
      ) : null}
      {source.lastSuccessAtMs === undefined ? (
        'not asked yet'
      ) : (
        <>
          answered <Age atMs={source.lastSuccessAtMs} timeZone={timeZone} />
        </>
      )}
    </>
  )
}
