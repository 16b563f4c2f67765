'use client'

import { useAlertsSummary } from '../live/use-live.client'
import classes from './shell.module.css'

/** How many incidents nobody has taken yet, beside the page that shows them: critical ones in their colour and their word. */
export function AlertsCount() {
  const summary = useAlertsSummary()
  if (!summary || summary.firing === 0) return null
  const { firing, critical } = summary
  return (
    <span className={classes.count} data-tone={critical > 0 ? 'critical' : 'warn'}>
      {firing > 999 ? '999+' : firing}
      <span className="visually-hidden">
        {firing === 1 ? ' incident is firing' : ' incidents are firing'}
        {critical > 0 ? `, ${critical} critical` : ''}
      </span>
    </span>
  )
}
