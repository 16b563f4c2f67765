'use client'

import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useState } from 'react'
import { conditionOf } from '../fleet/condition'
import { useKnownFleet } from '../live/use-live.client'
import { StateMark } from '../ui/state-mark'
import { loadRigNames, type RigName } from './load-rig-names.client'
import { PAGES } from './navigation'
import { PageIcon } from './page-icon'
import { signOut } from './sign-out.client'

/** ⌘K: every rig, page and action by its name. Rigs come from the live fleet, or once from the server where none is known. */
export function Search() {
  const router = useRouter()
  const fleet = useKnownFleet()
  const { setColorScheme } = useMantineColorScheme()
  const [open, setOpen] = useState(false)
  const [loaded, setLoaded] = useState<RigName[]>([])
  const known = fleet !== undefined
  useEffect(() => {
    if (open && !known) loadRigNames().then(setLoaded)
  }, [open, known])

  const actions = useMemo(() => {
    if (!open) return []
    const sites = new Map(fleet?.sites.map((site) => [site.id, site.name]))
    const rigs: SpotlightActionData[] = fleet
      ? fleet.rigs.map((row) => ({
          id: `rig-${row.id}`,
          label: row.name,
          description: [row.model, sites.get(row.siteId)].filter(Boolean).join(' · '),
          keywords: [row.key, ...row.tags],
          rightSection: <StateMark {...conditionOf(row)} />,
          onClick: () => router.push(`/rigs/${row.id}`),
        }))
      : loaded.map((rig) => ({
          id: `rig-${rig.id}`,
          label: rig.name,
          keywords: [rig.key],
          onClick: () => router.push(`/rigs/${rig.id}`),
        }))
    const pages: SpotlightActionData[] = PAGES.map((page) => ({
      id: page.href,
      label: page.name,
      leftSection: <PageIcon name={page.icon} size={16} />,
      onClick: () => router.push(page.href),
    }))
    const deeds: SpotlightActionData[] = [
      { id: 'add', label: 'Add rig', leftSection: <IconPlus size={16} />, onClick: () => router.push('/add-rig') },
      { id: 'dark', label: 'Dark colours', onClick: () => setColorScheme('dark') },
      { id: 'light', label: 'Light colours', onClick: () => setColorScheme('light') },
      { id: 'auto', label: 'Colours as the system has them', onClick: () => setColorScheme('auto') },
      { id: 'out', label: 'Sign out', onClick: () => void signOut() },
    ]
    return [
      { group: 'Rigs', actions: rigs },
      { group: 'Pages', actions: pages },
      { group: 'Actions', actions: deeds },
    ]
  }, [open, fleet, loaded, router, setColorScheme])

  return (
    <Spotlight
      actions={actions}
      shortcut={['mod + K', '/']}
      limit={12}
      scrollable
      maxHeight={440}
      highlightQuery
      nothingFound="Nothing of that name. Try a rig, a site, a tag or a page."
      searchProps={{
        placeholder: 'Search rigs, pages, actions',
        'aria-label': 'Search rigs, pages, actions',
        leftSection: <IconSearch size={16} stroke={1.6} />,
      }}
      attributes={{ content: { 'aria-label': 'Search' } }}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
    />
  )
}
