// SIGTERM and SIGINT end a process in order, and in bounded time.

type Parts = {
  /** Finishes what was accepted and closes everything. */
  readonly close: () => Promise<unknown>
  /** What takes longer is cut off: nothing acknowledged is lost by that. */
  readonly limitMs: number
  readonly onProblem: (words: string, error: unknown) => void
}

/** Exits with 0 when all is closed, else with 1. A second signal ends it at once. */
export const stopOnSignals = ({ close, limitMs, onProblem }: Parts): void => {
  const stop = () => {
    process.removeListener('SIGTERM', stop).removeListener('SIGINT', stop)
    setTimeout(() => process.exit(1), limitMs).unref()
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        onProblem('stopping failed', error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
}
