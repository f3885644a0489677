// Stretches of time, kept in order, apart and few.

/** ISO 8601 UTC; `to` is excluded. */
export type Span = { readonly from: string; readonly to: string }

const maxSpans = 500

/** Joined with those it touches. The oldest is dropped when there are too many: then it counts as not read. */
export const addSpan = (spans: readonly Span[], span: Span): readonly Span[] => {
  if (!(span.from < span.to)) return spans
  const before = spans.filter(({ to }) => to < span.from)
  const after = spans.filter(({ from }) => from > span.to)
  const touched = spans.slice(before.length, spans.length - after.length)
  const all = [span, ...touched]
  const from = all.map((one) => one.from).sort()[0] as string
  const to = all
    .map((one) => one.to)
    .sort()
    .at(-1) as string
  return [...before, { from, to }, ...after].slice(-maxSpans)
}

export type SpanMs = { readonly fromMs: number; readonly toMs: number }

export const inMs = ({ from, to }: Span): SpanMs => ({ fromMs: Date.parse(from), toMs: Date.parse(to) })

/** In order and apart. */
export const joined = (spans: readonly SpanMs[]): readonly SpanMs[] => {
  const done: SpanMs[] = []
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = done.at(-1)
    if (last === undefined || span.fromMs > last.toMs) done.push(span)
    else done[done.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) }
  }
  return done
}

/** What of `spans` none of `holes` covers. */
export const without = (spans: readonly SpanMs[], holes: readonly SpanMs[]): readonly SpanMs[] =>
  holes.reduce<readonly SpanMs[]>(
    (left, hole) =>
      left.flatMap(({ fromMs, toMs }) =>
        [
          { fromMs, toMs: Math.min(toMs, hole.fromMs) },
          { fromMs: Math.max(fromMs, hole.toMs), toMs },
        ].filter((part) => part.fromMs < part.toMs),
      ),
    spans,
  )

/** Where two lists that are in order and apart first differ; `undefined` when they are the same. */
export const firstDifference = (a: readonly SpanMs[], b: readonly SpanMs[]): number | undefined => {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [one, other] = [a[i], b[i]]
    if (one === undefined || other === undefined) return (one ?? other)?.fromMs
    if (one.fromMs !== other.fromMs) return Math.min(one.fromMs, other.fromMs)
    if (one.toMs !== other.toMs) return Math.min(one.toMs, other.toMs)
  }
  return undefined
}
