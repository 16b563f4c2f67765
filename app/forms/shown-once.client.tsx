'use client'

import { CopyText } from './copy-text.client'
import classes from './forms.module.css'

/** A secret just made: this is the only time it can be read. */
export function ShownOnce({ secret, name, children }: { secret: string; name: string; children?: React.ReactNode }) {
  return (
    <div className={classes.once} role="status">
      <p>
        <strong>{name}</strong> is made. Copy its secret now: it is shown this once, and only its fingerprint is kept.
      </p>
      <CopyText text={secret} label={`Secret of ${name}`} copyWord="Copy secret" />
      {children}
    </div>
  )
}
