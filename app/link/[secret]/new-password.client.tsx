'use client'

import { PasswordInput, type PasswordInputProps } from '@mantine/core'

/** A password being chosen. The rule stands beside it from the start; the server holds everybody to it. */
export function NewPassword(props: PasswordInputProps) {
  return (
    <PasswordInput
      label="Password"
      description="At least 8 characters, and none of those that everybody tries first. Length helps most."
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
      data-path="password"
      {...props}
    />
  )
}
