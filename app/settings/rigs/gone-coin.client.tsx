'use client'

import { Button } from '@mantine/core'
import { notMinable } from '#lib/domain/coins'
import { Note } from '../../forms/note'

/** Why a coin that people still ask for cannot be mined, and the one to take instead; nothing for any other. */
export function GoneCoin({ coin, onTake }: { coin: string; onTake: (symbol: string) => void }) {
  const gone = notMinable(coin)
  if (!gone) return null
  return (
    <Note>
      {gone.explanation}{' '}
      <Button variant="default" size="compact-sm" onClick={() => onTake(gone.insteadSymbol)}>
        Use {gone.insteadSymbol}
      </Button>
    </Note>
  )
}
