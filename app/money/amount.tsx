import { Figure, type Hue } from '../ui/figure'

/** A sum of the drawer, in title size. */
export function Amount({ text, hue }: { text: string | undefined; hue: Hue }) {
  return <Figure text={text} hue={hue} size="title" unknown="one of its parts is not known, see below" />
}
