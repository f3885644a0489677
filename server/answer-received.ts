// What became of the posts of one request, as every way of posting answers it.
import type { Response } from 'express'
import type { Outcome } from '../events/incoming-post.ts'
import { Problem } from '../events/problem.ts'
import { problemDocument, sendProblem } from './problems.ts'
import type { Totals } from './receive-stream.ts'

export type Rejected = { readonly index: number; readonly problem: Problem }

export const totalsOf = (read: number, outcomes: readonly Outcome[], rejected: number): Totals => {
  const totals = { read, dropped: 0, accepted: 0, duplicate: 0, edited: 0, removed: 0, refused: 0, rejected }
  for (const { outcome } of outcomes) totals[outcome]++
  return totals
}

/** @param at where in the body an item is, as a JSON pointer. @param status where not all of it was rejected */
export const answerReceived = (
  response: Response,
  totals: Totals,
  rejected: readonly Rejected[],
  at: (index: number) => string,
  status = 202,
) => {
  const { read, rejected: rejectedTotal, accepted, edited, removed, duplicate, refused } = totals
  const body = {
    accepted,
    edited,
    removed,
    duplicate,
    refused,
    rejected: rejected.map(({ index, problem }) => ({ index, problem: problemDocument(problem) })),
    ...(rejectedTotal > rejected.length ? { rejectedTotal } : {}),
  }
  if (read > 0 && rejectedTotal === read) {
    const faults = rejected.flatMap(({ index, problem: { faults, message } }) =>
      (faults.length > 0 ? faults : [{ pointer: '', detail: message }]).map(({ pointer, detail }) => ({
        pointer: `${at(index)}${pointer}`,
        detail,
      })),
    )
    return sendProblem(response, new Problem('invalid', 'taking posts: none of them can be taken', { faults }), body)
  }
  response.statusCode = status
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(body))
}
