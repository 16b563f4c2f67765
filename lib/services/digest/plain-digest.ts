import { describeAlgorithm } from '#lib/domain/algorithms'
import type { DigestFigures } from './digest-figures.ts'
import {
  algorithmWords,
  availabilityWords,
  comparisonWords,
  fleetWords,
  incidentName,
  incidentsWords,
  incompleteWords,
  kindWords,
  lastedWords,
  losingWords,
  moneyWords,
  waitingWords,
  worklistWords,
} from './digest-words.ts'

/** The digest as plain sentences, most important first: for readers without HTML, and for channels that show none. */
export function plainDigest(figures: DigestFigures): string[] {
  const { needsYou, incidents, fleet, nowMs } = figures
  const waiting = needsYou.incidents.map((one) => `- ${incidentName(one)}, ${lastedWords(one, nowMs)}`)
  const hidden = needsYou.count - needsYou.incidents.length
  return [
    `${comparisonWords(figures)}.`,
    `${moneyWords(figures)}.`,
    incompleteWords(figures),
    `Now: ${fleetWords(figures)}. ${availabilityWords(figures)}.`,
    ...fleet.algorithms.map((total) => `- ${describeAlgorithm(total.algorithm).label}: ${algorithmWords(total)}`),
    dotted(losingWords(fleet.losingRigs)),
    needsYou.count === 0 ? 'Nothing needs you.' : `${waitingWords(needsYou.count)}:`,
    ...waiting,
    hidden > 0 ? `- and ${hidden} more` : undefined,
    dotted(worklistWords(needsYou.worklist)),
    `${incidentsWords(figures)}${incidents.byKind.length > 0 ? `: ${incidents.byKind.map(kindWords).join(', ')}` : ''}.`,
    ...incidents.worst.map((one) => `- ${incidentName(one)}, ${lastedWords(one, nowMs)}`),
    ...incidents.goodNews.map((one) => `Good news: ${incidentName(one)}.`),
  ].filter((line) => line !== undefined)
}

function dotted(words: string | undefined): string | undefined {
  return words === undefined ? undefined : `${words}.`
}
