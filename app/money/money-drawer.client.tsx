'use client'

import { Drawer, Skeleton } from '@mantine/core'
import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import classes from './money.module.css'

/** What the drawer shows: its title and, at once or after loading, its content. */
export type Explanation = { title: string; content: ReactNode | (() => Promise<ReactNode>) }

const Open = createContext<(explanation: Explanation) => void>(() => {})

/** Opens the drawer at the right in which an amount is taken apart. */
export function useMoneyDrawer(): (explanation: Explanation) => void {
  return useContext(Open)
}

/** One drawer for the whole page; the shell holds it. */
export function MoneyDrawer({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false)
  const [title, setTitle] = useState('')
  const [content, setContent] = useState<ReactNode>()
  const asked = useRef(0)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page is what closes it
  useEffect(() => setOpened(false), [path])
  const open = useMemo(
    () => (explanation: Explanation) => {
      const turn = ++asked.current
      const show = (node: ReactNode) => {
        if (asked.current === turn) setContent(node)
      }
      setTitle(explanation.title)
      setOpened(true)
      if (typeof explanation.content !== 'function') return show(explanation.content)
      show(<Waiting />)
      explanation.content().then(show, (problem: unknown) => show(<Failed problem={problem} />))
    },
    [],
  )
  return (
    <Open.Provider value={open}>
      {children}
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="right"
        size={480}
        title={<span className={classes.drawerTitle}>{title}</span>}
        closeButtonProps={{ 'aria-label': 'Close' }}
        overlayProps={{ color: 'var(--veil)', backgroundOpacity: 1 }}
      >
        {content}
      </Drawer>
    </Open.Provider>
  )
}

function Waiting() {
  return (
    <div role="status">
      <span className="visually-hidden">Loading</span>
      <Skeleton height={36} width={160} mb={16} />
      {[0, 1, 2, 3, 4, 5].map((line) => (
        <Skeleton key={line} height={16} mb={12} />
      ))}
    </div>
  )
}

function Failed({ problem }: { problem: unknown }) {
  return (
    <p role="alert">
      The calculation could not be loaded: {problem instanceof Error ? problem.message : 'the server did not answer'}.
      Close this and try again.
    </p>
  )
}
