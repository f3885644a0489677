// Lets the operator's page do what the API does, by the same operation, with the same checks and rights.
import { Problem } from '../events/problem.ts'
import { allows, type Identity } from './keys.ts'
import { parse } from './parse.ts'
import { operations } from './routes/api/all.ts'
import type { ApiPorts } from './routes/api/operation.ts'

export type Asked = {
  readonly params?: { readonly [name: string]: string }
  readonly query?: { readonly [name: string]: string }
  readonly body?: unknown
}

/** Answers the JSON of the API's answer. @throws Problem `forbidden`, `invalid`, and what the operation throws */
export type CallOperation = (identity: Identity, id: string, asked?: Asked) => Promise<unknown>

const byId = new Map(operations.map((operation) => [operation.id, operation]))

export const createCallOperation =
  (ports: ApiPorts): CallOperation =>
  async (identity, id, { params = {}, query, body } = {}) => {
    const operation = byId.get(id)
    if (operation === undefined) throw new Error(`the API has no operation "${id}"`)
    const { access, summary } = operation
    const scope = access === 'public' || access === 'anyone' ? 'read' : access
    if (!allows(identity, scope))
      throw new Problem('forbidden', `${summary}: the key you signed in with lacks the scope "${scope}"`)
    const answer = await operation.run(ports, {
      params,
      query: operation.query === undefined || query === undefined ? {} : parse(operation.query, query, summary),
      body: operation.body === undefined ? undefined : parse(operation.body, body, summary),
      type: 'application/json',
      nowMs: ports.now(),
      identity,
      checkMatch: () => undefined,
    })
    return answer.json
  }
