/**
 * Runs `task` every `everyMs` until stopped, and once immediately where asked; never twice at once: a run that takes
 * longer swallows the ticks meanwhile. The function returned stops it and settles when a run in progress has ended.
 */
export function runEvery(
  everyMs: number,
  task: () => Promise<void> | void,
  onError: (error: unknown) => void,
  atOnce = false,
): () => Promise<void> {
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
  if (atOnce) run()
  return async () => {
    clearInterval(timer)
    await running
  }
}
