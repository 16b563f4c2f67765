import type { Metadata } from 'next'
import { INVENTORY_COLUMNS } from '#lib/domain/inventory-columns'
import { requireSession } from '../../../session'
import { Card } from '../../../ui/card'
import pressable from '../../../ui/pressable.module.css'
import classes from '../../settings.module.css'
import { InventoryFile } from './inventory-file.client'

export const metadata: Metadata = { title: 'Inventory file' }

export default async function Inventory() {
  const session = await requireSession()
  return (
    <div className={classes.stack}>
      <Card title="All rigs as a file">
        <div className={classes.stack}>
          <p className={classes.small}>
            A CSV file for your spreadsheet. <code>mac</code> is the rig’s key: a MAC address, serial number or the key
            on its page. Change what you like and take the file back below. Columns:{' '}
            <code>{INVENTORY_COLUMNS.join(', ')}</code>.
          </p>
          <div>
            <a href="/settings/rigs/inventory/export" download className={pressable.strong}>
              Download the inventory
            </a>
          </div>
        </div>
      </Card>
      {session.role === 'owner' ? <InventoryFile /> : null}
    </div>
  )
}
