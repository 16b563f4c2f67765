'use client'

import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import classes from './forms.module.css'

/** A text to take elsewhere, in the mono face, with a button that copies it. */
export function CopyText({ text, label, copyWord = 'Copy' }: { text: string; label: string; copyWord?: string }) {
  const block = useRef<HTMLPreElement>(null)
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2500)
    return () => clearTimeout(timer)
  }, [state])

  async function copy(): Promise<void> {
    setState((await writeToClipboard(text, block.current)) ? 'copied' : 'selected')
  }

  return (
    <div className={classes.copy}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset holds controls, this holds a text */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable without a mouse */}
      <pre ref={block} className={classes.copyText} role="group" aria-label={label} tabIndex={0}>
        {text}
      </pre>
      <div className={classes.copyFoot}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={state === 'copied' ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={() => void copy()}
        >
          {state === 'copied' ? 'Copied' : copyWord}
        </Button>
        <span role="status" className={classes.hint}>
          {state === 'selected' ? 'Selected: press Ctrl+C (⌘C) to copy' : ''}
          {state === 'copied' ? <span className="visually-hidden">Copied</span> : null}
        </span>
      </div>
    </div>
  )
}

/** False where the browser gives pages without TLS no clipboard; the text is then left selected for the keyboard. */
async function writeToClipboard(text: string, element: HTMLElement | null): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Denied: the older way below asks for no permission.
    }
  }
  if (!element) return false
  getSelection()?.selectAllChildren(element)
  if (!document.execCommand('copy')) return false
  getSelection()?.removeAllRanges()
  return true
}
