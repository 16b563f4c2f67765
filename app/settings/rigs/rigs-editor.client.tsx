'use client'

import { Button, Checkbox, TextInput } from '@mantine/core'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import table from '../../forms/table.module.css'
import { Card } from '../../ui/card'
import { LinkButton } from '../../ui/link-button'
import { ScrollTable } from '../../ui/scroll-table'
import classes from '../settings.module.css'
import { BulkForm } from './bulk-form.client'
import type { EditedRig } from './edited-rig'
import { LIFE_WORDS } from './life-words'

const SHOWN_AT_ONCE = 200

/** Every rig with what its owner says of it; those chosen are changed together. */
export function RigsEditor({
  rigs,
  sites,
  mayChange,
}: {
  rigs: EditedRig[]
  sites: { id: number; name: string }[]
  mayChange: boolean
}) {
  const [search, setSearch] = useState('')
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const siteNames = useMemo(() => new Map(sites.map(({ id, name }) => [id, name])), [sites])
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean)
    const text = (rig: EditedRig) =>
      [
        rig.name,
        rig.model,
        siteNames.get(rig.siteId),
        rig.location,
        LIFE_WORDS[rig.lifecycle],
        ...rig.tags,
        ...rig.coins,
      ]
        .join(' ')
        .toLowerCase()
    return words.length === 0 ? rigs : rigs.filter((rig) => words.every((word) => text(rig).includes(word)))
  }, [rigs, search, siteNames])
  const allChosen = found.length > 0 && found.every(({ id }) => chosen.has(id))
  const toggle = (ids: number[], on: boolean) =>
    setChosen((before) => {
      const after = new Set(before)
      for (const id of ids)
        if (on) after.add(id)
        else after.delete(id)
      return after
    })
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          aria-label="Find rigs by name, model, site, place, tag or coin"
          placeholder="Name, model, site, place, tag, coin"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <span className={classes.muted} role="status">
          {found.length} of {rigs.length}
        </span>
        <LinkButton href="/settings/rigs/inventory">Inventory file</LinkButton>
      </div>
      <Card flush>
        <ScrollTable label="Rigs">
          <thead>
            <tr>
              {mayChange ? (
                <th scope="col">
                  <Checkbox
                    aria-label="Choose all that are shown"
                    checked={allChosen}
                    indeterminate={!allChosen && found.some(({ id }) => chosen.has(id))}
                    onChange={(event) =>
                      toggle(
                        found.map(({ id }) => id),
                        event.currentTarget.checked,
                      )
                    }
                  />
                </th>
              ) : null}
              {['Rig', 'Model', 'Site', 'Place', 'Life', 'Mines', 'Tags', 'Power'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, limit).map((rig) => (
              <tr key={rig.id}>
                {mayChange ? (
                  <td>
                    <Checkbox
                      aria-label={`Choose ${rig.name}`}
                      checked={chosen.has(rig.id)}
                      onChange={(event) => toggle([rig.id], event.currentTarget.checked)}
                    />
                  </td>
                ) : null}
                <th scope="row">
                  <Link href={`/settings/rigs/${rig.id}`}>{rig.name}</Link>
                </th>
                <td className={table.muted}>{rig.model}</td>
                <td>{siteNames.get(rig.siteId)}</td>
                <td className={table.muted}>{rig.location}</td>
                <td>{LIFE_WORDS[rig.lifecycle]}</td>
                <td>
                  {rig.coins.join(', ')} {rig.assumed ? <span className={table.muted}>assumed</span> : null}
                </td>
                <td className={table.muted}>{rig.tags.join(', ')}</td>
                <td className={table.muted}>{rig.correctedPower ? 'corrected' : 'as told'}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
        {found.length > limit ? (
          <div className={classes.inset}>
            <Button variant="default" onClick={() => setLimit(limit + SHOWN_AT_ONCE)}>
              Show {Math.min(SHOWN_AT_ONCE, found.length - limit)} more
            </Button>
          </div>
        ) : null}
      </Card>
      {chosen.size > 0 ? (
        <BulkForm
          rigs={rigs.filter(({ id }) => chosen.has(id))}
          sites={sites}
          onDone={() => setChosen(new Set())}
          onCancel={() => setChosen(new Set())}
        />
      ) : null}
    </>
  )
}
