// The operations of the API on parts that this process holds itself.
import { randomBytes } from 'node:crypto'
import { Problem } from '../events/problem.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import { type Asked, createCallOperation } from '../server/call-operation.ts'
import { createEditing } from '../server/editing.ts'
import { createKeys } from '../server/keys.ts'
import { createReceiverEditing } from '../server/receiver-editing.ts'
import type { ApiPorts } from '../server/routes/api/operation.ts'
import { createSettled } from '../server/settled.ts'
import { limits } from '../settings.ts'
import { createErasing } from '../workers/erasing.ts'
import { createFollowing } from '../workers/following.ts'
import type { Ports } from '../workers/ports.ts'
import { createRemoving } from '../workers/removing.ts'

/** Whoever holds the parts may do everything. */
const operator = { id: 'cli', name: 'command line', scopes: ['admin'] } as const

type Parts = Ports & {
  readonly keepUp: KeepUp
  readonly gaugeOf?: ApiPorts['gaugeOf']
  readonly tryChannel?: ApiPorts['tryChannel']
  readonly tryReceiver?: ApiPorts['tryReceiver']
}

/** Answers the JSON of the API's answer. @throws Problem as the API says it */
export const createCalls = async (parts: Parts): Promise<(id: string, asked?: Asked) => Promise<unknown>> => {
  const { log, vault, pepper, now, keepUp } = parts
  const unavailable = () => Promise.reject(new Problem('usage', 'this needs a running server'))
  const erasing = createErasing(parts)
  const call = createCallOperation({
    gaugeOf: () => undefined,
    tryChannel: unavailable,
    tryReceiver: unavailable,
    ...parts,
    keys: await createKeys({ log, now, random: randomBytes }),
    editing: createEditing({ log, vault, pepper, now }),
    receivers: createReceiverEditing({ log, vault, pepper, now, random: randomBytes }),
    following: createFollowing({ ...parts, limits }),
    erasing,
    removing: createRemoving({ ...parts, erasing, limits }),
    settled: createSettled(keepUp),
    asOf: unavailable,
    maintenance: { verify: unavailable, rebuild: unavailable },
    reanalysing: () => undefined,
    limits,
    isPublic: true,
  })
  return (id, asked) => call(operator, id, asked)
}
