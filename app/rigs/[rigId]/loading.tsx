import { Skeleton } from '@mantine/core'
import classes from './rig-page.module.css'

/** The shape of a rig's page while it comes. */
export default function Loading() {
  return (
    <div role="status">
      <span className="visually-hidden">Loading the rig</span>
      <Skeleton height={32} width={280} mb={16} />
      <div className={classes.tiles}>
        {['hash rate', 'hottest', 'power', 'profit', 'shares'].map((tile) => (
          <Skeleton key={tile} height={110} />
        ))}
      </div>
      <Skeleton height={240} mt={16} />
      <Skeleton height={560} mt={16} />
    </div>
  )
}
