// The range of time a query asks for.
import { Problem } from '../../../events/problem.ts'

/** Milliseconds since 1970; `to` is excluded. */
export type Range = { readonly fromMs: number; readonly toMs: number }
export type Asked = { readonly from?: number | undefined; readonly to?: number | undefined }

/** What is not asked for is that of `usual`. @throws Problem `malformed` when it is empty */
export const boundedRange = ({ from, to }: Asked, usual: Range, operation: string): Range => {
  const fromMs = from ?? (to === undefined || usual.fromMs < to ? usual.fromMs : to - 1)
  const toMs = to ?? Math.max(usual.toMs, fromMs + 1)
  if (fromMs < toMs) return { fromMs, toMs }
  const faults = [{ pointer: '/from', detail: 'must be earlier than `to`' }]
  throw new Problem('malformed', `${operation}: from must be earlier than to`, { faults })
}
