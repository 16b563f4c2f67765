import { formatInstant } from '#lib/domain/format'
import type { IncidentDetail } from '#lib/wire/alerts'
import { Card } from '../../ui/card'
import classes from './incident-page.module.css'
import { storyOf } from './story'

/** What happened, in order: every turn with its figure, who did what, and what each service answered. */
export function Timeline({ incident }: { incident: IncidentDetail }) {
  const story = storyOf(incident)
  return (
    <Card title="What happened" note={incident.timeZone}>
      <ol className={classes.story}>
        {story.map((line) => (
          <li key={line.key} data-tone={line.tone}>
            <time
              dateTime={new Date(line.atMs).toISOString()}
              title={formatInstant(line.atMs, incident.timeZone)}
              className={classes.storyTime}
            >
              {shortMoment(line.atMs, story[0]?.atMs ?? line.atMs, incident.timeZone)}
            </time>
            <span className={classes.storyWords}>
              {line.words}
              {line.by ? <span className={classes.muted}> by {line.by}</span> : null}
              {line.answer ? <span className={classes.answer}>{line.answer}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** `14:02:35`, with the day where it is not that of the first line. */
function shortMoment(atMs: number, firstMs: number, timeZone: string): string {
  const [day = '', clock = ''] = formatInstant(atMs, timeZone).split(', ')
  const firstDay = formatInstant(firstMs, timeZone).split(', ')[0]
  return day === firstDay ? clock : `${day.replace(/ \d{4}$/, '')}, ${clock.slice(0, 5)}`
}
