import type { Metadata } from 'next'
import Link from 'next/link'
import { requireOwner } from '../../../../session'
import { Card } from '../../../../ui/card'
import settings from '../../../settings.module.css'
import rules from '../../rules/rules.module.css'
import { scopeNames } from '../../scope-names'
import { newChannel } from '../channel-draft'
import { ChannelForm } from '../channel-form.client'
import { CHANNEL_KIND_NAMES, CHANNEL_KINDS } from '../channel-kinds'

export const metadata: Metadata = { title: 'New channel' }

export default async function NewChannel({ searchParams }: { searchParams: Promise<{ kind?: string }> }) {
  await requireOwner()
  const asked = (await searchParams).kind
  const kind = CHANNEL_KIND_NAMES.find((each) => each === asked)
  return (
    <div className={settings.narrow}>
      {kind ? (
        <ChannelForm key={kind} initial={newChannel(kind)} secretsSet={[]} names={scopeNames()} />
      ) : (
        <Card title="Told how?" flush>
          <ul className={rules.kinds}>
            {CHANNEL_KIND_NAMES.map((each) => (
              <li key={each}>
                <Link href={`/settings/alerts/channels/new?kind=${each}`}>{CHANNEL_KINDS[each].label}</Link>
                <span>{CHANNEL_KINDS[each].describes}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}
