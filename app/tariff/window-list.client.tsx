'use client'

import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { nightWindow, type WindowDraft } from './tariff-draft'
import { WindowFields } from './window-fields.client'

/** Hours with other prices, of a tariff or one of its seasons; the first that matches speaks. */
export function WindowList({
  windows,
  onChange,
  ...shared
}: {
  windows: WindowDraft[]
  onChange: (windows: WindowDraft[]) => void
  currency: string
  /** Of what holds the windows, such as `tariff`. */
  path: string
  problems: Record<string, ReactNode>
  withHolidays: boolean
}) {
  return (
    <>
      {windows.map((window, index) => (
        <WindowFields
          // biome-ignore lint/suspicious/noArrayIndexKey: windows have no identity but their place
          key={index}
          {...shared}
          number={index + 1}
          window={window}
          path={`${shared.path}.windows.${index}`}
          onChange={(part) => onChange(windows.map((each, at) => (at === index ? { ...each, ...part } : each)))}
          onRemove={() => onChange(windows.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => onChange([...windows, nightWindow()])}
        >
          {windows.length === 0 ? 'Another price at night or other hours' : 'Add hours with another price'}
        </Button>
      </div>
    </>
  )
}
