// Sends a test to a receiver at once, switched off or not. Nothing of it is recorded.
import { Problem } from '../events/problem.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { receiverOf } from '../projections/receivers.ts'
import { testText } from '../views/alert-text.ts'
import type { SendAlert } from './send-alert.ts'

type Parts = {
  readonly readModel: ReadModel
  readonly send: SendAlert
  readonly address: () => string
  readonly now: () => number
  readonly newId: () => string
}

/** `problem`: why it was not taken. */
export type ReceiverTrial = { readonly status: number | null; readonly problem: string | null; readonly tookMs: number }
/** @throws Problem `not-found` */
export type TryReceiver = (id: string) => Promise<ReceiverTrial>

export const createTryReceiver =
  ({ readModel, send, address, now, newId }: Parts): TryReceiver =>
  async (id) => {
    const receiver = receiverOf(readModel, id)
    if (receiver === undefined) throw new Problem('not-found', `testing a receiver: there is no receiver "${id}"`)
    const began = performance.now()
    const at = new Date(now()).toISOString()
    const text = testText(id, address())
    const sent = await send(receiver, { id: `test-${newId()}`, at, type: 'outcry.test', data: { receiver: id }, text })
    return { status: sent.status ?? null, problem: sent.problem ?? null, tookMs: Math.round(performance.now() - began) }
  }
