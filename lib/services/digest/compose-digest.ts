import type { Notification } from '#lib/notify/notification'
import type { DigestFigures } from './digest-figures.ts'
import { digestTitle } from './digest-words.ts'
import { drawWeek } from './draw-week.ts'
import { htmlDigest } from './html-digest.ts'
import { paintPicture } from './paint-picture.ts'
import { plainDigest } from './plain-digest.ts'

const PICTURE = 'week@davylamp'

/** The digest as a message: `key` is its idempotency key without the channel. */
export async function composeDigest(key: string, figures: DigestFigures): Promise<Notification> {
  const { publicUrl, nowMs } = figures
  const picture = await paintPicture(drawWeek(figures.week))
  return {
    id: key,
    kind: 'digest',
    severity: 'info',
    title: digestTitle(figures),
    lines: plainDigest(figures),
    ...(publicUrl === undefined ? {} : { url: publicUrl }),
    atMs: nowMs,
    html: htmlDigest(figures, { cid: PICTURE }),
    attachments: [
      { name: 'week.png', contentType: 'image/png', cid: PICTURE, content: Buffer.from(picture).toString('base64') },
    ],
  }
}
