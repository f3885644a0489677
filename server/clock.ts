// The clock of the whole service: the real one, or the accelerated one of a re-enactment.
import { Problem } from '../events/problem.ts'

/** Milliseconds since 1970. */
export type Clock = () => number

const refuse = (spec: string) =>
  new Problem(
    'usage',
    `setting OUTCRY_DEMO_CLOCK: "${spec}" is not "<ISO time>,<speed>" with at most an ISO time to stop at and a real ISO time to start at behind it; see docs/operating.md`,
  )

/**
 * Stands at the first time until the real start, then runs `speed` times as fast, and stands still at the end, so that
 * the page stays as it was when the story was over.
 * @param spec `from,speed[,until[,real start]]`, such as `2017-08-18T00:00:00Z,3600`; without a real start it runs at once
 * @throws Problem `usage`
 */
export const demoClock = (spec: string, realNow: Clock = Date.now): Clock => {
  const [from = '', speed = '', until, realStart, ...more] = spec.split(',').map((part) => part.trim())
  const fromMs = Date.parse(from)
  const factor = speed === '' ? Number.NaN : Number(speed)
  const untilMs = until ? Date.parse(until) : Number.POSITIVE_INFINITY
  const startMs = realStart ? Date.parse(realStart) : realNow()
  if (more.length > 0 || [fromMs, factor, untilMs, startMs].some(Number.isNaN) || factor <= 0 || untilMs < fromMs)
    throw refuse(spec)
  return () => Math.floor(Math.min(untilMs, fromMs + Math.max(0, realNow() - startMs) * factor))
}

/** @param spec setting OUTCRY_DEMO_CLOCK; empty = the real clock */
export const createClock = (spec: string, realNow: Clock = Date.now): Clock =>
  spec === '' ? realNow : demoClock(spec, realNow)
