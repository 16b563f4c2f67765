'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { serverNow } from '../live/clock.client'
import { SNOOZE_CHOICES, snoozeUntil } from './snooze-times'

/** For how long nobody is to hear of it. */
export function SnoozeMenu({
  timeZone,
  disabled,
  size = 'xs',
  onChoose,
}: {
  timeZone: string
  disabled?: boolean
  size?: 'xs' | 'sm'
  onChoose: (untilMs: number) => void
}) {
  return (
    <Menu position="bottom-start" width={208}>
      <Menu.Target>
        <Button
          size={size}
          variant="default"
          disabled={disabled}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        >
          Snooze
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SNOOZE_CHOICES.map(({ value, name }) => (
          <Menu.Item key={value} onClick={() => onChoose(snoozeUntil(value, serverNow(), timeZone))}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
