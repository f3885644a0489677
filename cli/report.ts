// outcry report FILE: the whole picture of a past incident, from a file of posts: in memory, without a server or a data folder.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import { type StatementEntry, storyEntry } from '../events/story-entry.ts'
import { bucketCount, type Interval, intervals } from '../projections/intervals.ts'
import { parse } from '../server/parse.ts'
import { problemDocument } from '../server/problems.ts'
import { readStatements } from '../server/statement-file.ts'
import { limits } from '../settings.ts'
import { formatOf } from '../sources/import/all.ts'
import type { Command, CommandContext } from './command.ts'
import { showRead, tellRejected } from './import-progress.ts'
import { openInput } from './open-input.ts'
import { openPastIncident } from './past-incident.ts'
import { createProgress } from './progress.ts'

const usage = 'FILE [--statements FILE] [--title T] [--match PHRASE]… [--interval 5m|1h|1d] [--format ndjson|csv]'
const slug = 'report'

const read = (args: readonly string[]) => {
  try {
    const text = { type: 'string' } as const
    const options = {
      statements: text,
      title: text,
      match: { type: 'string', multiple: true },
      interval: text,
      format: text,
    } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new Error('one FILE is needed, or - for the standard input')
    if (file === '-' && values.statements === '-')
      throw new Error('--statements: the standard input holds the posts; name a file')
    if (values.interval !== undefined && !intervals.some((one) => one === values.interval))
      throw new Error(`--interval: "${values.interval}" is none of ${intervals.join(', ')}`)
    return { ...values, file, interval: values.interval as Interval | undefined }
  } catch (error) {
    throw new Problem('usage', `reporting: ${(error as Error).message}; usage: outcry report ${usage}`)
  }
}

/** @throws Problem `not-found`, `usage` naming the line */
const statementsIn = async (
  file: string | undefined,
  { stdin }: CommandContext,
): Promise<readonly StatementEntry[]> => {
  if (file === undefined) return []
  const chunks: Buffer[] = []
  for await (const chunk of (await openInput(file, stdin, 'reading statements from')).chunks) chunks.push(chunk)
  return readStatements(Buffer.concat(chunks).toString(), file === '-' ? 'the standard input' : path.basename(file))
}

type Call = Awaited<ReturnType<typeof openPastIncident>>['call']

/** Hours, where their number is answered. */
const usualInterval = async (call: Call): Promise<Interval> => {
  const { figures } = (await call('getStory', { params: { slug } })) as {
    figures: { firstPostAt: string; lastPostAt: string }
  }
  const [fromMs, toMs] = [Date.parse(figures.firstPostAt), Date.parse(figures.lastPostAt) + 1]
  return bucketCount(fromMs, toMs, '1h') <= limits.maxBuckets ? '1h' : '1d'
}

/** The answers of the API, put together. */
const reportOf = async (call: Call, interval: Interval | undefined) => {
  const params = { slug }
  const answer = (id: string, query = {}) => call(id, { params, query }) as Promise<object>
  return {
    story: await answer('getStory'),
    timeline: await answer('getTimeline', { interval: interval ?? (await usualInterval(call)) }),
    ...(await answer('listTopics')),
    phases: await answer('listPhases'),
    ...(await answer('listStatements')),
    ...(await answer('listPeaks')),
  }
}

export const reportCommand: Command = {
  name: 'report',
  usage,
  summary: 'a past incident as one JSON: timeline, topics, phases, effects of statements, peaks; needs no data folder',
  run: async (args, context) => {
    const { file, statements, title, match = [], interval, format } = read(args)
    const name = file === '-' ? 'Standard input' : path.basename(file)
    const said = await statementsIn(statements, context)
    const story = parse(storyEntry, { slug, title: title ?? name, match }, 'reporting', 'usage')
    const input = await openInput(file, context.stdin, 'reporting on')
    const progress = createProgress(context)
    const told = tellRejected(context)
    const parts = await context.openInMemory()
    try {
      const { totals, call } = await openPastIncident(parts, {
        entry: { ...story, statements: [...said] },
        items: formatOf(format, input.head, limits).read(input.chunks),
        onRejected: (line, problem) => told(line, problemDocument(problem)),
        onRead: showRead(progress, input),
        onAnalysing: (waiting, posts) => progress.show(`analysed of ${posts} posts`, 1 - waiting / posts),
        onProblem: (words) => void context.stderr.write(`${words}\n`),
      })
      const report = { ...(await reportOf(call, interval)), read: totals }
      progress.clear()
      context.stdout.write(`${JSON.stringify(report)}\n`)
      return totals.rejected > 0 ? 1 : 0
    } finally {
      progress.clear()
      await parts.close()
    }
  },
}
