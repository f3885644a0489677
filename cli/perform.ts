// Does what an operation of the API does: through the server when one runs on the data folder, else on the folder itself.
import { randomUUID } from 'node:crypto'
import { Problem } from '../events/problem.ts'
import { createKeepUp } from '../projections/keep-up.ts'
import type { Asked } from '../server/call-operation.ts'
import { operations } from '../server/routes/api/all.ts'
import { createSettled } from '../server/settled.ts'
import { limits } from '../settings.ts'
import { createSendAlert } from '../workers/send-alert.ts'
import { createTryChannel } from '../workers/try-channel.ts'
import { createTryReceiver } from '../workers/try-receiver.ts'
import { createCalls } from './call-operations.ts'
import type { CommandContext, RunningServer } from './command.ts'

const throughServer = async (
  server: RunningServer,
  id: string,
  { params = {}, query = {}, body }: Asked,
): Promise<unknown> => {
  const operation = operations.find((one) => one.id === id)
  if (operation === undefined) throw new Error(`the API has no operation "${id}"`)
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = new URLSearchParams(query).toString()
  const response = await server.fetch(`/api/v1${path}${asked === '' ? '' : `?${asked}`}`, {
    method: operation.method.toUpperCase(),
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const answer = response.status === 204 ? undefined : await response.json()
  if (response.ok) return answer
  const { detail, errors = [] } = answer as { detail: string; errors?: { pointer: string; detail: string }[] }
  throw new Problem('invalid', detail, { faults: errors })
}

const onFolder = async (context: CommandContext, id: string, asked: Asked): Promise<unknown> => {
  const folder = await context.openFolder()
  const stopped = new AbortController()
  const keepUp = createKeepUp({ ...folder, onProblem: (words) => context.stderr.write(`${words}\n`) })
  const following = keepUp.run(stopped.signal)
  try {
    // A folder that was closed well has caught up already; one whose read model is gone is folded anew.
    await createSettled(keepUp, limits.foldAnewMs)(await folder.log.head())
    const call = await createCalls({
      ...folder,
      keepUp,
      tryChannel: createTryChannel({ ...folder, fetch: context.webFetch }),
      tryReceiver: createTryReceiver({
        ...folder,
        address: () => context.settings.OUTCRY_PUBLIC_URL.replace(/\/$/, ''),
        newId: randomUUID,
        send: createSendAlert({
          ...folder,
          fetch: context.webFetch,
          sendMail: context.sendMail,
          signal: stopped.signal,
          timeoutMs: limits.deliveryMs,
        }),
      }),
    })
    return await call(id, asked)
  } finally {
    stopped.abort()
    await following
    await folder.close()
  }
}

/** The JSON of the answer. @throws Problem as the API says it */
export const perform = async (context: CommandContext, id: string, asked: Asked = {}): Promise<unknown> => {
  const server = await context.connect()
  return server === undefined ? onFolder(context, id, asked) : throughServer(server, id, asked)
}

/** One JSON value a line. */
export const print = (context: CommandContext, values: readonly unknown[]): void => {
  for (const value of values) context.stdout.write(`${JSON.stringify(value)}\n`)
}
