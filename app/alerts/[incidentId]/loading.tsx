import { Skeleton } from '@mantine/core'
import classes from './incident-page.module.css'

/** The shape of an incident's page while it comes. */
export default function Loading() {
  return (
    <div role="status">
      <span className="visually-hidden">Loading the incident</span>
      <Skeleton height={32} width={360} mb={16} />
      <div className={classes.tiles}>
        {['lasts', 'seen', 'cost'].map((tile) => (
          <Skeleton key={tile} height={110} />
        ))}
      </div>
      <Skeleton height={290} mt={16} />
      <Skeleton height={240} mt={16} />
    </div>
  )
}
