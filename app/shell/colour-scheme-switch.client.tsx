'use client'

import { Tooltip, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import classes from './shell.module.css'

const SCHEMES = [
  { value: 'auto', name: 'Colours as the system has them', Icon: IconDeviceDesktop },
  { value: 'light', name: 'Light colours', Icon: IconSun },
  { value: 'dark', name: 'Dark colours', Icon: IconMoon },
] as const

const never = () => () => {}

/** Light, dark, or as the system says; kept in this browser. */
export function ColourSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  // What this browser chose is known only here: until then no button is pressed, and server and browser agree.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend that three icons do not need
    <div className={classes.footRow} role="group" aria-label="Colours">
      {SCHEMES.map(({ value, name, Icon }) => (
        <Tooltip key={value} label={name}>
          <button
            type="button"
            className={classes.footButton}
            aria-label={name}
            aria-pressed={inBrowser && colorScheme === value}
            onClick={() => setColorScheme(value)}
          >
            <Icon size={16} stroke={1.6} aria-hidden="true" />
          </button>
        </Tooltip>
      ))}
    </div>
  )
}
