'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import type { ActionResult } from '../../../forms/action-result'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { StateMark } from '../../../ui/state-mark'
import shared from '../alert-settings.module.css'
import { forgetThisDevice, tellThisDevice } from './actions'
import { keyBytes, PUSH_WORDS, type PushState, pushObstacle } from './push-words'

const subscriptionSchema = z.object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) })

/** Messages to this very browser; where that cannot be, the reason and what to do about it. */
export function ThisDevice({ publicKey }: { publicKey: string }) {
  const router = useRouter()
  const [state, setState] = useState<PushState>('unknown')
  const { run, running, problem } = useDeed()
  useEffect(() => {
    void presentState().then(setState)
  }, [])
  const done = (next: PushState) => {
    setState(next)
    router.refresh()
  }
  return (
    <Card title="This device" aside={state === 'on' ? <StateMark mark="hashing" word="is told" /> : null}>
      <div className={shared.device}>
        <p>{PUSH_WORDS[state]}</p>
        <Problem>{problem}</Problem>
        {state === 'off' ? (
          <Button
            variant="default"
            loading={running}
            onClick={() =>
              void run(
                () => subscribe(publicKey),
                () => done('on'),
              )
            }
          >
            Tell me on this device
          </Button>
        ) : null}
        {state === 'on' ? (
          <Button variant="default" loading={running} onClick={() => void run(unsubscribe, () => done('off'))}>
            No longer tell me here
          </Button>
        ) : null}
      </div>
    </Card>
  )
}

async function presentState(): Promise<PushState> {
  const obstacle = pushObstacle({
    isSecure: window.isSecureContext,
    hasWorker: 'serviceWorker' in navigator,
    hasPush: 'PushManager' in window,
    permission: 'Notification' in window ? Notification.permission : undefined,
  })
  if (obstacle) return obstacle
  const registration = await navigator.serviceWorker.getRegistration('/')
  return (await registration?.pushManager.getSubscription()) ? 'on' : 'off'
}

async function subscribe(publicKey: string): Promise<ActionResult> {
  if ((await Notification.requestPermission()) !== 'granted') {
    return { ok: false, problems: { form: 'The browser was not allowed to show messages.' } }
  }
  try {
    await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' })
    const { pushManager } = await navigator.serviceWorker.ready
    // One made with other keys would be refused by its push service.
    await (await pushManager.getSubscription())?.unsubscribe()
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(publicKey) })
    const parsed = subscriptionSchema.safeParse(made.toJSON())
    if (!parsed.success) return { ok: false, problems: { form: 'The browser gave no keys to encrypt for.' } }
    const told = await tellThisDevice(parsed.data, navigator.userAgent)
    if (!told.ok) await made.unsubscribe()
    return told
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { ok: false, problems: { form: `The browser’s push service refused: ${words}` } }
  }
}

async function unsubscribe(): Promise<ActionResult> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  const present = await registration?.pushManager.getSubscription()
  if (!present) return { ok: true }
  await present.unsubscribe()
  // Already gone on the server is what was wanted.
  await forgetThisDevice(present.endpoint)
  return { ok: true }
}
