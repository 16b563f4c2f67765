import type { ReactNode } from 'react'
import type { PresenceState } from '#lib/domain/presence'

/** States as presence knows them, what the page adds to a rig that still hashes, and those of incidents. */
export type Mark = PresenceState | 'hot' | 'loses' | 'missing' | IncidentMark

/** How bad an incident is, and what became of it. */
type IncidentMark = 'critical' | 'warning' | 'info' | 'acknowledged' | 'snoozed' | 'pending' | 'resolved'

export type Tone = 'good' | 'warn' | 'critical' | 'muted'

type Shape = { word: string; tone: Tone; drawing: ReactNode }

const triangle = (
  <path
    d="M8 2.4 14.2 13H1.8L8 2.4Z"
    fill="currentColor"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinejoin="round"
  />
)

/** One set of drawings on a 16-pixel grid: each state differs in shape, not only in colour. */
export const SHAPES: Record<Mark, Shape> = {
  hashing: { word: 'hashing', tone: 'good', drawing: <circle cx="8" cy="8" r="5.5" fill="currentColor" /> },
  warming: {
    word: 'warming',
    tone: 'muted',
    drawing: (
      <>
        <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M8 3a5 5 0 0 0 0 10Z" fill="currentColor" />
      </>
    ),
  },
  paused: {
    word: 'paused',
    tone: 'muted',
    drawing: <path d="M5.5 3.5v9M10.5 3.5v9" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  },
  zero: {
    word: 'zero hash',
    tone: 'critical',
    drawing: <circle cx="8" cy="8" r="4.7" fill="none" stroke="currentColor" strokeWidth="2" />,
  },
  frozen: {
    word: 'frozen',
    tone: 'warn',
    drawing: (
      <path
        d="M8 1.8v12.4M2.6 4.9l10.8 6.2M13.4 4.9 2.6 11.1M6 3.2l2 1.6 2-1.6M6 12.8l2-1.6 2 1.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    ),
  },
  error: { word: 'error', tone: 'critical', drawing: triangle },
  offline: {
    word: 'offline',
    tone: 'critical',
    drawing: (
      <path d="m3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    ),
  },
  never: {
    word: 'not seen yet',
    tone: 'muted',
    drawing: (
      <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="1.6 2.4" />
    ),
  },
  hot: { word: 'hot', tone: 'warn', drawing: triangle },
  loses: {
    word: 'loses money',
    tone: 'warn',
    drawing: (
      <path
        d="M2.5 4.5 7 9l2.5-2.5 4 4M13.5 7v3.7H9.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    ),
  },
  missing: {
    word: 'device missing',
    tone: 'critical',
    drawing: (
      <path
        d="M3 3h4v4H3zM9 9h4v4H9zM3 9h4v4H3z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1"
        strokeLinejoin="round"
      />
    ),
  },
  critical: {
    word: 'critical',
    tone: 'critical',
    drawing: (
      <>
        <path
          d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4Z"
          fill="currentColor"
          stroke="currentColor"
          strokeWidth="1"
          strokeLinejoin="round"
        />
        <path d="M8 4.6v4.2M8 11.2v.4" stroke="var(--surface)" strokeWidth="1.8" strokeLinecap="round" />
      </>
    ),
  },
  warning: { word: 'warning', tone: 'warn', drawing: triangle },
  info: {
    word: 'info',
    tone: 'muted',
    drawing: (
      <>
        <circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M8 7.6v3M8 5.2v.2" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </>
    ),
  },
  acknowledged: {
    word: 'acknowledged',
    tone: 'muted',
    drawing: (
      <path
        d="m3 8.6 3.4 3.4L13 4.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    ),
  },
  snoozed: {
    word: 'snoozed',
    tone: 'muted',
    drawing: (
      <>
        <circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M8 4.8V8l2.2 1.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </>
    ),
  },
  pending: {
    word: 'pending',
    tone: 'muted',
    drawing: (
      <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="1.6 2.4" />
    ),
  },
  resolved: { word: 'resolved', tone: 'good', drawing: <circle cx="8" cy="8" r="5.5" fill="currentColor" /> },
}
