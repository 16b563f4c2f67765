import { IconBell, IconChartBar, IconGauge, IconRoute, IconServer2, IconSettings } from '@tabler/icons-react'
import type { PageIcon as Name } from './navigation'

const ICONS = {
  fleet: IconGauge,
  rigs: IconServer2,
  alerts: IconBell,
  earnings: IconChartBar,
  planner: IconRoute,
  settings: IconSettings,
}

export function PageIcon({ name, size }: { name: Name; size: number }) {
  const Icon = ICONS[name]
  return <Icon size={size} stroke={1.6} aria-hidden="true" />
}
