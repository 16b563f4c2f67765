import type { Notification } from '#lib/notify/notification'

/** 2025-11-22T14:05:00Z. */
export const AT_MS = 1_763_820_300_000

/** What a rig that runs hot makes Davylamp say. */
export const fired: Notification = {
  id: 'incident:12:fired',
  kind: 'fired',
  severity: 'critical',
  title: 'Critical: basement-3 is too hot',
  lines: [
    'GPU 2 memory: 106 °C against 100 °C.',
    'basement-3 at Home.',
    'Since 22 Nov, 15:03 (Europe/Berlin) (2 min).',
    'Cost so far: $0.12.',
  ],
  url: 'https://mine.example/alerts/12',
  incidentId: 12,
  subject: 'rig:7',
  atMs: AT_MS,
}

export const resolved: Notification = {
  ...fired,
  id: 'incident:12:resolved',
  kind: 'resolved',
  title: 'Resolved: basement-3 is too hot',
}
