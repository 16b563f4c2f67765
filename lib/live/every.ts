/**
 * Runs `task` every `everyMs` until stopped, never twice at once: a run that takes longer swallows the ticks meanwhile.
 * The function returned stops it and settles when a run in progress has ended.
 */
export function every(everyMs: number, task: () => Promise<void> | void, onError: (error: unknown) => void) {
  let running: Promise<void> | undefined
  const run = () => {
    if (running) return
    running = (async () => task())()
      .catch(onError)
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(run, everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
