import { StateMark } from '../../../ui/state-mark'
import shared from '../alert-settings.module.css'

/** What a service said to a test, in its own words. */
export function Answer({ ok, answer }: { ok: boolean; answer: string }) {
  return (
    <div role="status" className={shared.answer} data-ok={ok}>
      <StateMark mark={ok ? 'hashing' : 'offline'} word={ok ? 'Delivered.' : 'Not delivered.'} />
      <span>{answer}</span>
    </div>
  )
}
