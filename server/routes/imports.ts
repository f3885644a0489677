// POST /imports?channel&story&format, mounted at /api/v1: `outcry import` while the server runs. Tells how it goes, line by line.
import { type Request, type Response, Router } from 'express'
import { Problem } from '../../events/problem.ts'
import { slugSchema } from '../../events/story-entry.ts'
import type { limits } from '../../settings.ts'
import { formatOf } from '../../sources/import/all.ts'
import type { Authenticate } from '../admission.ts'
import { createBacklog } from '../backlog.ts'
import { discardBody, streamBody } from '../body.ts'
import { type ImportParts, importChannel, importPosts } from '../import-posts.ts'
import { notAllowed } from '../not-allowed.ts'
import { type ProblemDocument, problemDocument } from '../problems.ts'
import type { Totals } from '../receive-stream.ts'

type ImportPorts = Omit<ImportParts, 'backlog'> & {
  readonly authenticate: Authenticate
  readonly limits: typeof limits
}

/** One line of the answer; the last is `done` or `failed`. */
export type ImportLine =
  | { readonly progress: Totals }
  | { readonly rejected: { readonly line: number; readonly problem: ProblemDocument } }
  | { readonly done: Totals }
  | { readonly failed: ProblemDocument }

const nameOf = (request: Request, name: string): string | undefined => {
  const given = request.query[name]
  if (given === undefined) return undefined
  const parsed = slugSchema.safeParse(given)
  if (!parsed.success)
    throw new Problem('invalid', `importing: ${name} must be 1 to 63 of a-z, 0-9 and -`, {
      faults: [{ pointer: `/${name}`, detail: 'is not a name' }],
    })
  return parsed.data
}

export const importRoutes = ({ log, receivePosts, authenticate, limits }: ImportPorts): Router => {
  const backlog = createBacklog(limits)
  const run = async (request: Request, response: Response) => {
    authenticate(request.headers.authorization, 'admin')
    const channel = nameOf(request, 'channel') ?? importChannel
    const story = nameOf(request, 'story')
    const format = formatOf(nameOf(request, 'format') ?? 'ndjson', Buffer.alloc(0), limits)
    const items = format.read(streamBody(request, limits.requestTimeoutMs))
    response.status(200).setHeader('content-type', 'application/x-ndjson')
    response.flushHeaders()
    // A reader that lags behind or has gone does not stop the import; what it is told is bounded by what is rejected.
    const tell = (line: ImportLine) => response.write(`${JSON.stringify(line)}\n`)
    try {
      const totals = await importPosts(
        { log, receivePosts, backlog },
        {
          channel,
          story,
          items,
          onRejected: (line, problem) => tell({ rejected: { line, problem: problemDocument(problem) } }),
          onProgress: (progress) => response.writableNeedDrain || tell({ progress }),
        },
      )
      tell({ done: totals })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      tell({ failed: problemDocument(error) })
    } finally {
      response.end()
    }
  }
  const router = Router()
  router.post('/imports', async (request, response) => {
    try {
      await run(request, response)
    } finally {
      discardBody(request)
    }
  })
  router.all('/imports', notAllowed('POST'))
  return router
}
