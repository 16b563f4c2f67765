import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './forms.module.css'

/** What went wrong with a whole form or deed; read out when it appears. */
export function Problem({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className={children ? classes.problem : undefined}>
      {children ? (
        <>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>{children}</span>
        </>
      ) : null}
    </div>
  )
}
