'use client'

import { useEffect, useState } from 'react'

const ASK_EVERY_MS = 2000

/**
 * Stands in for everything when a page broke as a whole, as when the server is stopped while it answers. Then it waits for
 * the server and loads the page again; where the server was there all the time, trying again is left to the person.
 */
export default function GlobalError() {
  const [waits, setWaits] = useState(false)
  useEffect(() => {
    let wasAway = false
    const ask = async () => {
      const isThere = await fetch('/api/health').then(
        () => true,
        () => false,
      )
      if (isThere && wasAway) location.reload()
      if (isThere) return
      wasAway = true
      setWaits(true)
    }
    void ask()
    const timer = setInterval(() => void ask(), ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <html lang="en" style={{ colorScheme: 'light dark' }}>
      <body style={{ fontFamily: 'sans-serif', margin: '20vh auto', maxWidth: '28em', padding: 16 }}>
        <title>Davylamp</title>
        <h1 style={{ fontSize: 18 }}>{waits ? 'The server does not answer' : 'This page broke'}</h1>
        <p role="status">
          {waits
            ? 'It may be starting again. This page comes back by itself as soon as it is there.'
            : 'Load it again. If that does not help, the server’s log says why.'}
        </p>
        <button type="button" onClick={() => location.reload()}>
          Load again
        </button>
      </body>
    </html>
  )
}
