import classes from '../../settings.module.css'
import { MergeRig } from './merge-rig.client'
import type { OtherRig } from './other-rig'
import { ReplaceMachine } from './replace-machine.client'

/** Which machine stands behind a rig, and how another takes its place without losing history. */
export function MachineForms({
  rigId,
  name,
  keys,
  address,
  minerPageUrl,
  others,
  mayChange,
}: {
  rigId: number
  name: string
  keys: string[]
  address: string | undefined
  minerPageUrl: string | undefined
  others: OtherRig[]
  mayChange: boolean
}) {
  return (
    <div className={classes.stack}>
      <dl className={classes.facts}>
        <dt>Key</dt>
        <dd>
          <code>{keys[0]}</code>
          {keys.length > 1 ? <span className={classes.muted}> before: {keys.slice(1).join(', ')}</span> : null}
        </dd>
        {address ? (
          <>
            <dt>Address</dt>
            <dd>
              <code>{address}</code>
            </dd>
          </>
        ) : null}
        {minerPageUrl ? (
          <>
            <dt>Its own page</dt>
            <dd>
              <a href={minerPageUrl} target="_blank" rel="noreferrer">
                {minerPageUrl}
              </a>
            </dd>
          </>
        ) : null}
      </dl>
      {mayChange ? (
        <>
          <ReplaceMachine rigId={rigId} name={name} presentKey={keys[0]} others={others} />
          {others.length > 0 ? <MergeRig rigId={rigId} name={name} others={others} /> : null}
        </>
      ) : null}
    </div>
  )
}
