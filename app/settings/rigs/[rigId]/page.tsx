import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { dayInWords } from '#lib/domain/date-words'
import { speaksAt } from '#lib/domain/dated'
import { contradiction } from '#lib/domain/pool-addresses'
import { type HeldBackLogin, showRigMeter } from '#lib/services/meters/show-rig-meter'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../../session'
import { Card } from '../../../ui/card'
import { LinkButton } from '../../../ui/link-button'
import classes from '../../settings.module.css'
import { CoinForm } from './coin-form.client'
import { LifeForm } from './life-form.client'
import { MachineForms } from './machine-forms'
import { MeterCard } from './meter-card.client'
import { PowerForm } from './power-form.client'
import { WordsForm } from './words-form.client'

export const metadata: Metadata = { title: 'Rig settings' }

export default async function RigSettingsPage({ params }: { params: Promise<{ rigId: string }> }) {
  const session = await requireSession()
  const server = runningServer()
  const { fleet } = server
  const rigId = Number((await params).rigId)
  const rig = fleet.rigSettings(rigId)
  const live = await fleet.rig(rigId)
  if (!rig || !live) notFound()
  const meter = await showRigMeter(server, rigId)
  const nowMs = Date.now()
  const site = fleet.sites.get(live.row.siteId)
  const timeZone = site?.timeZone ?? 'UTC'
  const algorithms = [
    ...new Set([
      ...(live.reading?.work ?? []).map((work) => work.algorithm),
      ...rig.assignments.map((each) => each.algorithm),
    ]),
  ]
  const coins = algorithms.map((algorithm) => {
    const dated = rig.assignments.filter((each) => each.algorithm === algorithm)
    const present = speaksAt(dated, nowMs)
    const pool = live.reading?.work.find((work) => work.algorithm === algorithm)?.pool
    const seen = present && contradiction(present, pool)
    return {
      algorithm,
      present,
      seen,
      since: present && present.fromMs > 0 ? dayInWords(present.fromMs, timeZone) : undefined,
    }
  })
  const others = [...fleet.liveRigs()].filter(({ id }) => id !== rigId)
  const mayChange = session.role === 'owner'
  return (
    <div className={classes.stack}>
      <div className={classes.bar}>
        <span>
          <Link href="/settings/rigs" className={classes.crumb}>
            Rigs
          </Link>{' '}
          / <strong>{rig.name}</strong> <span className={classes.muted}>{rig.model}</span>
        </span>
        <LinkButton href={`/rigs/${rigId}`}>Open the rig</LinkButton>
      </div>
      <fieldset disabled={!mayChange} className={classes.bare}>
        <legend className="visually-hidden">Settings of {rig.name}</legend>
        <div className={classes.split}>
          <div className={classes.stack}>
            <Card title="Name and place">
              <WordsForm
                rigId={rigId}
                currency={live.currency}
                initial={{
                  name: rig.name,
                  tags: rig.tags,
                  row: rig.row ?? '',
                  rack: rig.rack ?? '',
                  position: rig.position ?? '',
                  notes: rig.notes ?? '',
                  purchasePrice: rig.purchasePrice === undefined ? '' : String(rig.purchasePrice),
                  purchasedOn: rig.purchasedOn ?? '',
                }}
              />
            </Card>
            <Card title="Site and life">
              <LifeForm
                rigId={rigId}
                siteId={live.row.siteId}
                lifecycle={live.row.lifecycle}
                sites={[...fleet.sites.values()].map(({ id, name }) => ({ id, name }))}
              />
            </Card>
          </div>
          <div className={classes.stack}>
            {coins.map(({ algorithm, present, since, seen }) => (
              <CoinForm
                key={algorithm}
                rigId={rigId}
                algorithm={algorithm}
                present={present}
                since={since}
                seen={seen}
              />
            ))}
            <Card title="Power at the wall">
              <PowerForm
                rigId={rigId}
                present={speaksAt(rig.corrections, nowMs)}
                reported={live.row.powerWatts}
                source={live.row.powerSource}
                toldWatts={live.reading?.powerWatts}
              />
            </Card>
            <MeterCard
              rigId={rigId}
              meter={meter && { ...meter, heldBack: heldBackView(meter.heldBack, timeZone) }}
              speaks={live.reading?.powerSource === 'metered'}
              agentName={live.agent?.name}
              mayChange={mayChange}
            />
            <Card title="The machine">
              <MachineForms
                rigId={rigId}
                name={rig.name}
                keys={rig.keys}
                address={rig.address}
                minerPageUrl={live.minerPageUrl}
                others={others.slice(0, 5000).map(({ id, settings: { name, keys } }) => ({ id, name, keys }))}
                mayChange={mayChange}
              />
            </Card>
          </div>
        </div>
      </fieldset>
    </div>
  )
}

function heldBackView(heldBack: HeldBackLogin | undefined, timeZone: string) {
  if (!heldBack) return undefined
  const { id, name, firstSeenMs } = heldBack.reporter
  return { keeper: heldBack.keeper, reporter: { id, name, firstSeen: dayInWords(firstSeenMs, timeZone) } }
}
