import type { NamedIncident } from '#lib/db/digest-incidents'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatEnergy, formatMoney } from '#lib/domain/format'
import type { DigestFigures } from './digest-figures.ts'
import {
  algorithmWords,
  availabilityWords,
  comparisonWords,
  digestTitle,
  fleetWords,
  incidentName,
  incidentsWords,
  incompleteWords,
  kindWords,
  lastedWords,
  losingWords,
  periodWords,
  waitingWords,
  worklistWords,
} from './digest-words.ts'
import { card, escapeHtml, heading, type Ink, line, link, page, pairs, tinted } from './mail-markup.ts'
import { weekChart } from './week-chart.ts'

/** The digest as a page for mail readers: one column, no picture from elsewhere, every name escaped. */
export function htmlDigest(figures: DigestFigures, picture: { cid: string }): string {
  const { period, publicUrl } = figures
  const kind = period.kind === 'daily' ? 'Daily digest' : 'Weekly digest'
  const rows = [
    `<tr><td style="padding:0 4px 12px">${line('Davylamp', { bold: true, size: 18 })}${line(`${kind}, ${escapeHtml(periodWords(period))}`, { ink: 'muted' })}</td></tr>`,
    card(moneySection(figures)),
    card(`${heading('Seven days')}${weekChart(figures, picture.cid)}`),
    card(needsSection(figures)),
    card(fleetSection(figures)),
    card(incidentsSection(figures)),
    `<tr><td style="padding:4px">${line(footer(publicUrl, period.timeZone), { ink: 'muted', size: 13 })}</td></tr>`,
  ]
  return page(digestTitle(figures), comparisonWords(figures), rows.join('\n'))
}

function moneySection(figures: DigestFigures): string {
  const { money, currency, period } = figures
  const incomplete = incompleteWords(figures)
  const ink: Ink = money.profit === undefined ? 'muted' : money.profit < 0 ? 'critical' : 'good'
  return [
    line(period.kind === 'daily' ? 'Profit that day' : 'Profit that week', { ink: 'muted' }),
    line(escapeHtml(formatMoney(money.profit, currency, { signed: true })), { size: 32, bold: true, ink }),
    line(escapeHtml(comparisonWords(figures)), { ink: 'muted' }),
    pairs([
      { name: 'Revenue', value: escapeHtml(formatMoney(money.revenue, currency)) },
      { name: 'Cost', value: escapeHtml(formatMoney(money.cost, currency)) },
      { name: 'Energy', value: formatEnergy(money.energyWattHours) },
    ]),
    incomplete === undefined ? '' : line(escapeHtml(incomplete), { ink: 'warn', size: 13, above: 8 }),
  ].join('')
}

function needsSection(figures: DigestFigures): string {
  const { needsYou, fleet, publicUrl } = figures
  const hidden = needsYou.count - needsYou.incidents.length
  const all = hidden > 0 ? `and ${hidden} more` : undefined
  return [
    heading(needsYou.count === 0 ? 'Nothing needs you' : sentence(waitingWords(needsYou.count))),
    ...needsYou.incidents.map((one) => incidentLine(figures, one, true)),
    ...[all, worklistWords(needsYou.worklist), losingWords(fleet.losingRigs)].map((words) =>
      words === undefined ? '' : line(escapeHtml(sentence(words)), { ink: 'muted', above: 6 }),
    ),
    publicUrl === undefined || needsYou.count === 0
      ? ''
      : line(link(`${publicUrl}/alerts`, 'Open the incidents'), { above: 8 }),
  ].join('')
}

function fleetSection(figures: DigestFigures): string {
  const { algorithms } = figures.fleet
  return [
    heading('The fleet now'),
    line(escapeHtml(fleetWords(figures))),
    line(escapeHtml(`${periodWords(figures.period)}: ${availabilityWords(figures)}`), { ink: 'muted' }),
    algorithms.length === 0
      ? ''
      : pairs(
          algorithms.map((total) => ({
            name: escapeHtml(describeAlgorithm(total.algorithm).label),
            value: escapeHtml(algorithmWords(total)),
          })),
        ),
  ].join('')
}

function incidentsSection(figures: DigestFigures): string {
  const { incidents } = figures
  return [
    heading('Incidents'),
    line(escapeHtml(incidentsWords(figures))),
    incidents.byKind.length > 1 ? line(escapeHtml(incidents.byKind.map(kindWords).join(', ')), { ink: 'muted' }) : '',
    ...incidents.worst.map((one) => incidentLine(figures, one, false)),
    ...incidents.goodNews.map((one) => line(`${tinted('good', 'Good news')} ${nameOf(figures, one)}`, { above: 6 })),
  ].join('')
}

// Severity is said in a word too: colour alone tells nothing to many.
function incidentLine(figures: DigestFigures, incident: NamedIncident, open: boolean): string {
  const severity = incident.severity === 'critical' ? tinted('critical', 'Critical') : tinted('warn', 'Warning')
  const lasted = open || incident.resolvedAtMs !== undefined ? lastedWords(incident, figures.nowMs) : 'not over yet'
  return line(`${severity} ${nameOf(figures, incident)}, ${tinted('muted', escapeHtml(lasted))}`, { above: 6 })
}

function nameOf({ publicUrl }: DigestFigures, incident: NamedIncident): string {
  const name = escapeHtml(incidentName(incident))
  return publicUrl === undefined ? name : link(`${publicUrl}/alerts/${incident.id}`, name)
}

function footer(publicUrl: string | undefined, timeZone: string): string {
  const days = `Days are those of ${escapeHtml(timeZone)}; other sites' money stands in their own days.`
  if (publicUrl === undefined) return `${days} Digests are chosen in Davylamp under Settings, Alerts.`
  return `${days} ${link(publicUrl, 'Open Davylamp')} or ${link(`${publicUrl}/settings/alerts`, 'change what is sent')}.`
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
