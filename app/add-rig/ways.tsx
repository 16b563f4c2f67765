import { IconNetwork, IconRadar2, IconTerminal2 } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import classes from './add-rig.module.css'

/** The first question, on which everything else depends. */
export function Ways({ chosen }: { chosen: 'command' | 'address' | undefined }) {
  return (
    <section aria-labelledby="can-run" className={classes.question}>
      <h2 id="can-run">Can the rig run a program?</h2>
      <div className={classes.ways}>
        <Way
          href="/add-rig?by=command"
          chosen={chosen === 'command'}
          icon={<IconTerminal2 size={24} stroke={1.5} aria-hidden="true" />}
          answer="Yes, it is a computer"
          words="A GPU rig, a CPU miner, HiveOS, Windows. You paste one command there."
        />
        <Way
          href="/add-rig?by=address"
          chosen={chosen === 'address'}
          icon={<IconNetwork size={24} stroke={1.5} aria-hidden="true" />}
          answer="No, it only has an address"
          words="An Antminer, Whatsminer, Avalon, Bitaxe. It is polled over the network."
        />
        <Way
          href="/discover"
          chosen={false}
          icon={<IconRadar2 size={24} stroke={1.5} aria-hidden="true" />}
          answer="There are many, or I do not know"
          words="An agent looks through its own network. You tick what it found."
        />
      </div>
    </section>
  )
}

function Way({
  href,
  chosen,
  icon,
  answer,
  words,
}: {
  href: string
  chosen: boolean
  icon: ReactNode
  answer: string
  words: string
}) {
  return (
    <Link href={href} className={classes.way} aria-current={chosen ? 'step' : undefined} scroll={false}>
      <span className={classes.wayIcon}>{icon}</span>
      <span>
        <span className={classes.answer}>{answer}</span>
        <span className={classes.words}>{words}</span>
      </span>
    </Link>
  )
}
