// outcry import FILE: a file of posts into the log; by the server when it runs, else on the data folder.
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import { slugSchema } from '../events/story-entry.ts'
import { createBacklog } from '../server/backlog.ts'
import { importChannel, importPosts } from '../server/import-posts.ts'
import { problemDocument } from '../server/problems.ts'
import type { Totals } from '../server/receive-stream.ts'
import type { ImportLine } from '../server/routes/imports.ts'
import { limits } from '../settings.ts'
import { formatOf } from '../sources/import/all.ts'
import { linesOf } from '../sources/import/lines.ts'
import { createReceiving } from '../workers/receiving.ts'
import type { Command, CommandContext, RunningServer } from './command.ts'
import { showRead, type TellRejected, tellRejected } from './import-progress.ts'
import { type Input, openInput } from './open-input.ts'
import { createProgress } from './progress.ts'

type Wanted = {
  readonly file: string
  readonly channel: string
  readonly story: string | undefined
  readonly format: string | undefined
}

const usage = 'FILE [--channel ID] [--story SLUG] [--format NAME]'

const read = (args: readonly string[]): Wanted => {
  try {
    const text = { type: 'string' } as const
    const options = { channel: text, story: text, format: text }
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new Error('one FILE is needed, or - for the standard input')
    for (const name of [values.channel, values.story])
      if (name !== undefined && !slugSchema.safeParse(name).success)
        throw new Error(`"${name}" is no name: 1 to 63 of a-z, 0-9 and -`)
    return { file, channel: values.channel ?? importChannel, story: values.story, format: values.format }
  } catch (error) {
    throw new Problem('usage', `importing: ${(error as Error).message}; usage: outcry import ${usage}`)
  }
}

type Told = {
  readonly rejected: TellRejected
  readonly progress: (totals: Totals) => void
}

const throughFolder = async (wanted: Wanted, input: Input, context: CommandContext, told: Told): Promise<Totals> => {
  const folder = await context.openFolder()
  try {
    const parts = { log: folder.log, receivePosts: createReceiving(folder), backlog: createBacklog(limits) }
    return await importPosts(parts, {
      ...wanted,
      items: formatOf(wanted.format, input.head, limits).read(input.chunks),
      onRejected: (line, problem) => told.rejected(line, problemDocument(problem)),
      onProgress: told.progress,
    })
  } finally {
    await folder.close()
  }
}

const wentAway = 'importing: the server went away; import again, what is there is not taken twice'

const throughServer = async (wanted: Wanted, input: Input, server: RunningServer, told: Told): Promise<Totals> => {
  const { channel, story, format } = wanted
  const query = new URLSearchParams({ channel, format: formatOf(format, input.head, limits).name })
  if (story !== undefined) query.set('story', story)
  let ofFile: unknown
  async function* body() {
    try {
      yield* input.chunks
    } catch (error) {
      ofFile = error
      throw error
    }
  }
  try {
    const response = await server.fetch(`/api/v1/imports?${query}`, {
      method: 'POST',
      body: Readable.toWeb(Readable.from(body())) as BodyInit,
      duplex: 'half',
    } as RequestInit)
    if (response.body === null || !response.ok)
      throw new Problem('unavailable', `importing: the server answered ${response.status}`)
    const answer = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
    for await (const lines of linesOf(answer, limits.maxLineBytes))
      for (const { bytes } of lines) {
        const line = JSON.parse(String(bytes)) as ImportLine
        if ('progress' in line) told.progress(line.progress)
        else if ('rejected' in line) told.rejected(line.rejected.line, line.rejected.problem)
        else if ('failed' in line) throw new Problem('unavailable', line.failed.detail)
        else return line.done
      }
    throw new Problem('unavailable', wentAway)
  } catch (error) {
    if (ofFile !== undefined) throw ofFile
    throw error instanceof Problem ? error : new Problem('unavailable', wentAway, { cause: error })
  }
}

export const importCommand: Command = {
  name: 'import',
  usage,
  summary: 'takes a file of posts into the log; twice adds nothing. - is the standard input; .gz and .zst are inflated',
  run: async (args, context) => {
    const wanted = read(args)
    const input = await openInput(wanted.file, context.stdin)
    const progress = createProgress(context)
    const told: Told = { rejected: tellRejected(context), progress: showRead(progress, input) }
    try {
      const server = await context.connect()
      const { read, accepted, duplicate, edited, removed, refused, dropped, rejected } =
        server === undefined
          ? await throughFolder(wanted, input, context, told)
          : await throughServer(wanted, input, server, told)
      progress.clear()
      context.stdout.write(
        `${JSON.stringify({ read, accepted, duplicate, edited, removed, refused, dropped, rejected })}\n`,
      )
      return 0
    } finally {
      progress.clear()
    }
  },
}
