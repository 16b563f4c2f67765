'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { formatDuration, formatInstant } from '#lib/domain/format'
import type { PreviewHit, RulePreview } from '#lib/wire/alerts'
import { Card } from '../../../ui/card'
import { StateMark } from '../../../ui/state-mark'
import { sinceWords, stripMarks, verdictWords } from './preview-view'
import { formOf, type RuleDraft } from './rule-draft'
import classes from './rules.module.css'
import { tryRule } from './try-rule.client'

/** Typing asks the server once it pauses: a month of history is looked through each time. */
const PAUSE_MS = 700
const SHOWN = 100
const NO_ANSWER = 'The server did not answer. Change something to try again.'

/** When the rule, as it stands in the form, would have fired: how often, on a strip of days, and each time by itself. */
export function Preview({ draft, timeZone }: { draft: RuleDraft; timeZone: string }) {
  const made = formOf({ ...draft, name: draft.name.trim() || 'rule', enabled: true })
  const asked = made.ok ? JSON.stringify(made.form) : undefined
  const [state, setState] = useState<{ asked?: string; preview?: RulePreview; problem?: string }>({})
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the form
  useEffect(() => {
    if (asked === undefined || !made.ok) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      tryRule(made.form, stop.signal).then(
        (answer) => setState({ asked, ...answer }),
        () => {
          if (!stop.signal.aborted) setState({ asked, problem: NO_ANSWER })
        },
      )
    }, PAUSE_MS)
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [asked])
  const { preview, problem } = state
  const waits = asked !== undefined && state.asked !== asked
  return (
    <Card
      title="When it would have fired"
      className={classes.preview}
      aside={<span role="status">{waits ? 'Looking through history …' : ''}</span>}
    >
      {asked === undefined ? <p className={classes.muted}>Mend what is marked at the left first.</p> : null}
      {problem ? <p>{problem}</p> : null}
      {preview && !preview.ok ? <p>{Object.values(preview.problems).join(' ')}</p> : null}
      {waits && !preview ? <div className={classes.waits} /> : null}
      {preview?.ok ? <Hits preview={preview} timeZone={timeZone} /> : null}
    </Card>
  )
}

function Hits({ preview, timeZone }: { preview: Extract<RulePreview, { ok: true }>; timeZone: string }) {
  const { hits, sinceMs, untilMs, notes } = preview
  const latest = [...hits].sort((one, other) => other.fromMs - one.fromMs)
  return (
    <>
      {untilMs > sinceMs ? (
        <>
          <p className={classes.verdict}>
            {verdictWords(hits)} <span>{sinceWords(sinceMs, untilMs)}</span>
          </p>
          <Strip hits={hits} sinceMs={sinceMs} untilMs={untilMs} />
          <div className={classes.stripEnds}>
            <span>{dayWords(sinceMs, timeZone)}</span>
            <span>now</span>
          </div>
        </>
      ) : null}
      {notes.map((note) => (
        <p key={note} className={classes.muted}>
          {note}
        </p>
      ))}
      {hits.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul className={classes.hits} tabIndex={0} aria-label="When it would have fired, the latest first">
          {latest.slice(0, SHOWN).map((hit) => (
            <li key={`${hit.rigId}-${hit.fromMs}-${hit.evidenceWords}`}>
              <time
                className={classes.hitTime}
                dateTime={new Date(hit.fromMs).toISOString()}
                title={formatInstant(hit.fromMs, timeZone)}
              >
                {momentWords(hit.fromMs, timeZone)}
              </time>
              <span>
                <StateMark mark={hit.severity} wordless /> <Link href={`/rigs/${hit.rigId}`}>{hit.rigName}</Link>
                <span className={classes.hitWords}>{hit.evidenceWords}</span>
              </span>
              <span className={classes.hitFor}>
                {hit.toMs === undefined ? 'until now' : formatDuration(hit.toMs - hit.fromMs)}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {hits.length > SHOWN ? <p className={classes.muted}>And {hits.length - SHOWN} more before.</p> : null}
    </>
  )
}

function Strip({ hits, sinceMs, untilMs }: { hits: PreviewHit[]; sinceMs: number; untilMs: number }) {
  return (
    <div className={classes.strip}>
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {stripMarks(hits, sinceMs, untilMs).map((mark) => (
          <rect
            key={mark.key}
            x={mark.left}
            y={mark.severity === 'critical' ? 0.1 : 0.4}
            width={mark.width}
            height={mark.severity === 'critical' ? 0.9 : 0.6}
            fill={
              mark.severity === 'critical'
                ? 'var(--critical)'
                : mark.severity === 'warning'
                  ? 'var(--warn)'
                  : 'var(--muted)'
            }
            fillOpacity="0.75"
          />
        ))}
      </svg>
    </div>
  )
}

function dayWords(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(atMs)
}

function momentWords(atMs: number, timeZone: string): string {
  const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...parts }).format(atMs)
}
