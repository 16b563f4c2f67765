import { planMachines } from '#lib/services/planner/plan-machines'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { Machines } from './machines.client'

export default async function MachinesPage() {
  await requireSession()
  return <Machines {...planMachines(runningServer().fleet)} />
}
