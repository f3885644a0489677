// Large bodies are worked on one per turn of the event loop, so that everything else gets its turn too.

/** Resolves when it is the caller's turn: nobody else of the same turns is resumed in that round of the event loop. */
export const createTurns = (): (() => Promise<void>) => {
  let last = Promise.resolve()
  return () => {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)))
    return last
  }
}
