import { listRules } from '#lib/services/alerts/list-rules'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { RulesList } from './rules/rules-list.client'
import { scopeNames } from './scope-names'

export default async function Rules() {
  const session = await requireSession()
  const rules = await listRules(runningServer().database)
  return <RulesList rules={rules} names={scopeNames()} mayChange={session.role === 'owner'} />
}
