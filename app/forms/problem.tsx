import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './forms.module.css'

/** What went wrong with a whole form or deed; read out when it appears. Nothing where nothing did. */
export function Problem({ children }: { children: ReactNode }) {
  if (!children) return null
  return (
    <div role="alert" className={classes.problem}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>{children}</span>
    </div>
  )
}
