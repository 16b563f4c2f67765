import Link from 'next/link'
import { Fragment } from 'react'
import type { DemoMail } from '#lib/services/demo-inbox'
import { Age } from '../../ui/age.client'
import { Card } from '../../ui/card'
import classes from './inbox.module.css'

/** A mail as a reader shows it. What came as a page is shown in a frame that runs nothing and reaches nothing. */
export function Mail({ mail, timeZone, origin }: { mail: DemoMail; timeZone: string; origin: string }) {
  return (
    <Card className={classes.mail}>
      <article aria-label={mail.subject}>
        <header className={classes.head}>
          <h2>{mail.subject}</h2>
          <p className={classes.from}>
            to {mail.to}, <Age atMs={mail.receivedAtMs} timeZone={timeZone} />
          </p>
        </header>
        {mail.html ? (
          <details className={classes.whole}>
            <summary>Show the mail</summary>
            <iframe className={classes.frame} title={mail.subject} sandbox="" srcDoc={mail.html} />
          </details>
        ) : (
          <p className={classes.text}>
            {mail.text
              .trim()
              .split('\n')
              .map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a mail's lines never move
                <Fragment key={index}>
                  <Line text={line} origin={origin} />
                  <br />
                </Fragment>
              ))}
          </p>
        )}
      </article>
    </Card>
  )
}

/** A line that is an address of this installation leads there. */
function Line({ text, origin }: { text: string; origin: string }) {
  if (!text.startsWith(`${origin}/`)) return text
  return <Link href={text.slice(origin.length)}>{text}</Link>
}
