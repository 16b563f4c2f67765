import type { MachineError } from '#lib/domain/reading'
import { Card } from '../../ui/card'
import { StateMark } from '../../ui/state-mark'
import classes from './rig-page.module.css'

/** What the machine complains of, in its own words. */
export function MachineErrors({ errors }: { errors: MachineError[] }) {
  return (
    <Card title="The machine says" className={classes.errors}>
      <ul>
        {errors.map((error, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a machine may say the same twice
          <li key={index}>
            <StateMark mark="error" wordless />
            {error.code ? <code>{error.code}</code> : null}
            <span>{error.text ?? 'no words given'}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
