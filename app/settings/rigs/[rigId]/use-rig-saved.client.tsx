'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'

/** What every form of a rig does after it was saved. */
export function useRigSaved(): (words: string) => void {
  const router = useRouter()
  return (words) => {
    notifications.show({ message: words })
    router.refresh()
  }
}
