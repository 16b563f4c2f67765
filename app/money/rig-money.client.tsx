'use client'

import type { ReactNode } from 'react'
import { z } from 'zod'
import type { ExplainedMoney } from '#lib/domain/explained-money'
import { readJson } from '../live/read-json.client'
import { ExplainedMoneyView } from './explained-money.client'
import { explainedMoneySchema } from './explained-money-schema'

const answerSchema = z.object({ timeZone: z.string(), perDay: explainedMoneySchema, today: explainedMoneySchema })

/** A rig's money taken apart, asked for when somebody presses an amount in a list. Throws with the reason when refused. */
export async function loadRigMoney(rigId: number, span: 'perDay' | 'today'): Promise<ReactNode> {
  const answer = await readJson(`/rigs/${rigId}/money`, answerSchema)
  if (!answer.ok) throw new Error(answer.reason)
  return <RigMoney rigId={rigId} explained={answer.value[span]} timeZone={answer.value.timeZone} span={span} />
}

/** A rig's money with the words for its span and the way to its settings. */
export function RigMoney({
  rigId,
  explained,
  timeZone,
  span,
}: {
  rigId: number
  explained: ExplainedMoney
  timeZone: string
  span: 'perDay' | 'today'
}) {
  return (
    <ExplainedMoneyView
      explained={explained}
      timeZone={timeZone}
      span={span === 'perDay' ? 'a day at the present pace' : 'today so far'}
      confirmHref={`/settings/rigs/${rigId}`}
    />
  )
}
