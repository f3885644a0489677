// What was opened one after another, and is closed the other way round: all of it, when a later one does not open or an earlier one does not close.

export const createParts = () => {
  const stack = new AsyncDisposableStack()
  const addEnd = (end: () => unknown): void => stack.defer(async () => void (await end()))
  return {
    /** Answers it. */
    add: <Part extends { readonly close: () => unknown }>(part: Part): Part => {
      addEnd(part.close)
      return part
    },
    addEnd,
    /** The second time it does nothing. @throws what closing threw, after all were closed */
    close: (): Promise<void> => stack.disposeAsync(),
  }
}
