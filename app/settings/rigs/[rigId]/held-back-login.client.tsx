'use client'

import { Button } from '@mantine/core'
import { confirmDeed } from '../../../forms/confirm.client'
import { Note } from '../../../forms/note'
import classes from '../../settings.module.css'

export type HeldBackLogin = {
  keeper?: string
  reporter: { id: string; name: string; firstSeen: string }
}

/** Says that a meter's login stays with the agent it was entered for, and lets the owner give it to the present one. */
export function HeldBackLoginNotice({
  heldBack: { keeper, reporter },
  mayChange,
  running,
  onGive,
}: {
  heldBack: HeldBackLogin
  mayChange: boolean
  running: boolean
  onGive: () => void
}) {
  const keeps = keeper === undefined ? 'is given to no agent' : `stays with ${keeper}`
  const reports =
    keeper === reporter.name ? `another agent of that name, first seen on ${reporter.firstSeen},` : reporter.name
  return (
    <Note>
      <div className={classes.stack}>
        <p>
          <strong>This meter’s login {keeps}.</strong> The rig is reported by {reports} now, which asks the meter
          without user and password. A login follows a rig to another agent only on your word.
        </p>
        {mayChange ? (
          <div>
            <Button
              variant="default"
              size="compact-md"
              loading={running}
              onClick={() =>
                confirmDeed(
                  {
                    title: `Give the login to ${reporter.name}?`,
                    words: `The user and password of this meter are sent to ${reporter.name}, first seen on ${reporter.firstSeen}. Do it only if you moved the rig there yourself; otherwise revoke that agent’s token.`,
                    deed: 'Give the login',
                  },
                  onGive,
                )
              }
            >
              Give it to {reporter.name}
            </Button>
          </div>
        ) : null}
      </div>
    </Note>
  )
}
