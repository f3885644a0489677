// Which hours are compared with which calm days: around each peak, and in each stretch that the page names.
import type { Phase } from '../../events/phase.ts'
import type { PagePhase, Stretch } from './page-phase.ts'

export type Span = { readonly fromMs: number; readonly toMs: number }

export type Window = Span & {
  readonly of: 'peak' | Exclude<PagePhase, 'calm'> | 'second-wave'
  readonly episode: number
  /** Of a peak: its estimate. */
  readonly atMs?: number
  /** Calm days before the episode; none where there was no calm. */
  readonly baseline: readonly Span[]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** `episodes`: older ones are not looked at. */
export const windowRules = { peakHours: 3, mostDays: 14, episodes: 3 } as const
const { peakHours, mostDays, episodes: mostEpisodes } = windowRules

const toHour = (ms: number) => Math.round(ms / hourMs) * hourMs
const isLong = ({ fromMs, toMs }: Span) => fromMs < toMs

/** Whole days, so that no hour of the day weighs more than another; whole hours where there is no such day. */
export const calmBefore = (stretches: readonly Stretch[], onsetMs: number): readonly Span[] => {
  const calm = stretches
    .filter(({ phase, fromMs }) => phase === 'calm' && fromMs < onsetMs)
    .map(({ fromMs, toMs = onsetMs }) => ({
      fromMs: Math.max(fromMs, onsetMs - mostDays * dayMs),
      toMs: Math.min(toMs, onsetMs),
    }))
  const whole = (unitMs: number) =>
    calm
      .map(({ fromMs, toMs }) => ({
        fromMs: Math.ceil(fromMs / unitMs) * unitMs,
        toMs: Math.floor(toMs / unitMs) * unitMs,
      }))
      .filter(isLong)
  const days = whole(dayMs)
  return days.length > 0 ? days : whole(hourMs)
}

type Change = { readonly at: string; readonly phase: Phase }

/** A second wave lasts until the next change. */
const secondWaves = (changes: readonly Change[], nowMs: number): readonly Span[] =>
  changes.flatMap(({ at, phase }, i) => {
    const next = changes[i + 1]
    return phase === 'second-wave' ? [{ fromMs: Date.parse(at), toMs: next ? Date.parse(next.at) : nowMs }] : []
  })

type Course = {
  readonly stretches: readonly Stretch[]
  readonly changes: readonly Change[]
  readonly peaks: readonly { readonly atMs: number }[]
}

/**
 * Of the last three episodes, in order: peaks with three hours on either side, stretches and second waves of fourteen days at most.
 * Ends are whole hours, the running one included.
 */
export const windowsOf = ({ stretches, changes, peaks }: Course, nowMs: number): readonly Window[] => {
  const endMs = Math.ceil(nowMs / hourMs) * hourMs
  const named = stretches.filter(({ episode }) => episode !== undefined)
  const last = named.at(-1)?.episode ?? 0
  const episodeAt = (ms: number) => named.findLast(({ fromMs }) => fromMs <= ms)?.episode
  const cut = (span: Span): Span => ({
    fromMs: toHour(span.fromMs),
    toMs: Math.min(toHour(span.toMs), toHour(span.fromMs) + mostDays * dayMs, endMs),
  })
  const window = (of: Window['of'], episode: number | undefined, span: Span, atMs?: number): readonly Window[] => {
    const begun = named.find((one) => one.episode === episode)
    const ends = cut(span)
    if (begun === undefined || episode === undefined || episode <= last - mostEpisodes || !isLong(ends)) return []
    const baseline = calmBefore(stretches, begun.fromMs)
    return [{ of, episode, ...ends, ...(atMs === undefined ? {} : { atMs }), baseline }]
  }
  return [
    ...peaks.flatMap(({ atMs }) =>
      window('peak', episodeAt(atMs), { fromMs: atMs - peakHours * hourMs, toMs: atMs + peakHours * hourMs }, atMs),
    ),
    ...named.flatMap(({ phase, episode, fromMs, toMs = endMs }) =>
      phase === 'calm' ? [] : window(phase, episode, { fromMs, toMs }),
    ),
    ...secondWaves(changes, endMs).flatMap((span) => window('second-wave', episodeAt(span.fromMs), span)),
  ].sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs)
}
