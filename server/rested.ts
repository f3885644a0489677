// What takes much reading of a story is kept: the same version is not read twice, and a flood of posts not all the time.
import type { ReadModel } from '../projections/read-model.ts'

type Kept<Value> = {
  readonly asked: string
  readonly version: number
  readonly value: Value
  readonly goodToMs: number
}

type Asked = {
  /** What is read depends on this beside the posts. */
  readonly asked: string
  /** Of the read model. */
  readonly version: number
}

/**
 * @param restFactor what took longer than `cheapMs` rests so many times as long before posts that came meanwhile count: 4 means that
 * at most a fifth of a core goes into one story
 */
export const createRested = <Value>({
  cheapMs,
  restFactor,
}: {
  readonly cheapMs: number
  readonly restFactor: number
}) => {
  const kept = new WeakMap<ReadModel, Map<string, Kept<Value>>>()
  return (readModel: ReadModel, slug: string, { asked, version }: Asked, make: () => Value): Value => {
    const bySlug = kept.get(readModel) ?? new Map<string, Kept<Value>>()
    kept.set(readModel, bySlug)
    const known = bySlug.get(slug)
    if (known?.asked === asked && (known.version === version || performance.now() < known.goodToMs)) return known.value
    const beganMs = performance.now()
    const value = make()
    const tookMs = performance.now() - beganMs
    const goodToMs = tookMs < cheapMs ? 0 : beganMs + tookMs * (1 + restFactor)
    bySlug.set(slug, { asked, version, value, goodToMs })
    return value
  }
}
