// What was made once is given to all who ask for it until it is stale.

type Kept<Value> = { readonly stamp: string; readonly value: Promise<Value>; goodUntilMs: number }

/**
 * Keeps what `make` made for a key until its stamp changes. Readers of one moment share one making.
 * @param restFactor how many times as long as its making took, a thing is good enough whatever its stamp: 4 means
 * that a flood of posts, each a new version, takes at most a fifth of a core per key
 */
export const createCache = <Value>(maxEntries: number, restFactor = 0) => {
  const kept = new Map<string, Kept<Value>>()
  return (key: string, stamp: string, make: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key)
    if (known !== undefined && (known.stamp === stamp || performance.now() < known.goodUntilMs)) return known.value
    const began = performance.now()
    const value = make()
    const entry = { stamp, value, goodUntilMs: restFactor === 0 ? 0 : Number.POSITIVE_INFINITY }
    kept.delete(key)
    kept.set(key, entry)
    for (const oldest of kept.keys()) {
      if (kept.size <= maxEntries) break
      kept.delete(oldest)
    }
    value.then(
      () => {
        if (restFactor > 0) entry.goodUntilMs = performance.now() + restFactor * (performance.now() - began)
      },
      // A failure is told to those who wait for it, and tried again by the next reader.
      () => {
        if (kept.get(key) === entry) kept.delete(key)
      },
    )
    return value
  }
}
