import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './forms.module.css'

/** Something worth knowing beside a form. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <div className={classes.note}>
      <IconInfoCircle size={16} aria-hidden="true" />
      <div>{children}</div>
    </div>
  )
}
