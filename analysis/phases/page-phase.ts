// What the page calls a phase: what the engine declared, read together with what the company said.
import type { Phase } from '../../events/phase.ts'
import type { StatementKind } from '../../events/story.ts'

export type PagePhase = 'calm' | 'backlash' | 'reversal' | 'recovery'

/** A stretch of one page phase; the last one has no end. */
export type Stretch = {
  readonly phase: PagePhase
  readonly fromMs: number
  readonly toMs?: number
  /** Counts from 0; calm before the first has none. */
  readonly episode?: number
  /** A reversal of a part only. */
  readonly isPartial?: true
}

/** A change that was declared, or what a person says instead. */
export type ShownChange = { readonly at: string; readonly phase: Phase; readonly onset?: string }
/** `heardAt`: when the posts first speak of it, where that is known better. */
type Said = { readonly at: string; readonly heardAt?: string; readonly kind: StatementKind }

/** How long the calm after `recovered` still shows Recovery. */
export const recoveryShownMs = 48 * 3_600_000
const open = new Set<Phase>(['backlash', 'cooling', 'second-wave'])

/**
 * Stretches in order, from `fromMs` to now, without holes. A backlash begins at its estimated onset, a reversal when it was said;
 * early signs are calm until they are confirmed.
 */
export const stretchesOf = (
  changes: readonly ShownChange[],
  statements: readonly Said[],
  { fromMs, nowMs }: { readonly fromMs: number; readonly nowMs: number },
): readonly Stretch[] => {
  const stretches: Stretch[] = []
  let episode = -1
  let openedMs: number | undefined
  const begin = (phase: PagePhase, atMs: number, more: { readonly isPartial?: true } = {}) => {
    const last = stretches.at(-1)
    const startMs = Math.max(atMs, last?.fromMs ?? fromMs)
    if (last?.phase === phase && last.isPartial === more.isPartial) return
    if (last !== undefined) stretches[stretches.length - 1] = { ...last, toMs: startMs }
    stretches.push({ phase, fromMs: startMs, ...(phase === 'calm' ? {} : { episode }), ...more })
  }
  const reversals = statements
    .filter(({ kind }) => kind === 'reversal' || kind === 'partial-reversal')
    .map(({ at, heardAt, kind }) => ({ atMs: Date.parse(heardAt ?? at), isPartial: kind === 'partial-reversal' }))
    .sort((a, b) => a.atMs - b.atMs)
  /** Those said in the open episode before `untilMs`. */
  const reverse = (untilMs: number) => {
    for (const { atMs, isPartial } of reversals)
      if (openedMs !== undefined && atMs >= openedMs && atMs < untilMs && atMs >= (stretches.at(-1)?.fromMs ?? 0))
        begin('reversal', atMs, isPartial ? { isPartial } : {})
  }
  /** When a calm after a recovery is to show, unless a backlash begins before. */
  let calmAtMs: number | undefined
  const settle = (untilMs: number) => {
    if (calmAtMs !== undefined && calmAtMs <= untilMs) begin('calm', calmAtMs)
    calmAtMs = undefined
  }
  begin('calm', fromMs)
  for (const [i, change] of changes.entries()) {
    const atMs = Date.parse(change.at)
    if (open.has(change.phase)) {
      if (openedMs !== undefined) continue
      openedMs = Date.parse(change.onset ?? change.at)
      settle(openedMs)
      episode++
      begin('backlash', openedMs)
    } else if (change.phase !== 'early-signs') {
      reverse(atMs)
      openedMs = undefined
      if (change.phase === 'recovered') begin('recovery', atMs)
      else if (changes[i - 1]?.phase === 'recovered') calmAtMs = atMs + recoveryShownMs
      else begin('calm', atMs)
    }
  }
  reverse(nowMs + 1)
  settle(nowMs)
  return stretches
}
