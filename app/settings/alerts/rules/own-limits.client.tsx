'use client'

import { Fragment } from 'react'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { type RuleDraft, SENSORS } from './rule-draft'
import classes from './rules.module.css'

/** Temperatures of one's own, sensor by sensor; where none is written the machine's own limit holds, or its kind's. */
export function OwnLimits({
  limits,
  problems,
  onChange,
}: {
  limits: RuleDraft['limits']
  problems: Record<string, string>
  onChange: (limits: RuleDraft['limits']) => void
}) {
  const set = Object.values(limits).filter((each) => each.warning || each.critical).length
  return (
    <details open={set > 0}>
      <summary>Limits of your own{set > 0 ? ` (${set})` : ''}</summary>
      <p className={forms.hint}>
        Left open, the limit that the machine tells holds, else what is usual for its kind: 85 and 95 °C for an ASIC’s
        chips, 100 and 106 °C for a GPU’s memory, and so on.
      </p>
      <div className={classes.limits}>
        <span className={classes.limitsHead}>Sensor</span>
        <span className={classes.limitsHead} aria-hidden="true">
          Warning
        </span>
        <span className={classes.limitsHead} aria-hidden="true">
          Critical
        </span>
        {SENSORS.map(({ value, label }) => {
          const limit = limits[value] ?? { warning: '', critical: '' }
          return (
            <Fragment key={value}>
              <span>{label}</span>
              <DecimalInput
                label={<span className="visually-hidden">{label}, warning</span>}
                unit="°C"
                value={limit.warning}
                onChange={(warning) => onChange({ ...limits, [value]: { ...limit, warning } })}
                error={problems[`limits.${value}`]}
                path={`limits.${value}`}
              />
              <DecimalInput
                label={<span className="visually-hidden">{label}, critical</span>}
                unit="°C"
                value={limit.critical}
                onChange={(critical) => onChange({ ...limits, [value]: { ...limit, critical } })}
                path={`limits.${value}.critical`}
              />
            </Fragment>
          )
        })}
      </div>
    </details>
  )
}
