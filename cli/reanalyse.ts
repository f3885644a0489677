// outcry reanalyse: all posts of stories again, by another lane too; by the server when it runs, else on the data folder.
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import { createKeepUp } from '../projections/keep-up.ts'
import { createSettled } from '../server/settled.ts'
import { clusterOf, limits } from '../settings.ts'
import { createErasing } from '../workers/erasing.ts'
import { startWorkers } from '../workers/start.ts'
import type { Command, CommandContext } from './command.ts'
import { perform, print } from './perform.ts'
import { createProgress } from './progress.ts'

const usage = '[--story SLUG] [--lane ID] [--show]'
const askEveryMs = 250

type Wanted = { readonly lane: string | undefined; readonly show: boolean }

const read = (args: readonly string[]) => {
  try {
    const text = { type: 'string' } as const
    const {
      story,
      lane,
      show = false,
    } = parseArgs({
      args: [...args],
      options: { story: text, lane: text, show: { type: 'boolean' } },
    }).values
    if (show && lane === undefined) throw new Error('--show needs the --lane that is to be shown')
    return { story, lane, show }
  } catch (error) {
    throw new Problem('usage', `analysing again: ${(error as Error).message}; usage: outcry reanalyse ${usage}`)
  }
}

const begin = async (context: CommandContext, slug: string, { lane, show }: Wanted) => {
  const params = { slug }
  await perform(context, 'reanalyse', { params, body: lane === undefined ? {} : { lane } })
  if (show) await perform(context, 'changeStory', { params, body: { lane } })
}

type Lanes = { readonly lanes: readonly object[]; readonly reanalysis: { readonly done: number } | null }
const lanesOf = (context: CommandContext, slug: string) =>
  perform(context, 'listLanes', { params: { slug } }) as Promise<Lanes>

const throughServer = async (context: CommandContext, slug: string) => {
  const progress = createProgress(context)
  try {
    for (;;) {
      const { reanalysis } = await lanesOf(context, slug)
      if (reanalysis === null) return
      progress.show(slug, reanalysis.done)
      await pause(askEveryMs)
    }
  } finally {
    progress.clear()
  }
}

/** The workers of a server, until nothing waits. */
const inFolder = async (context: CommandContext) => {
  const folder = await context.openFolder()
  const onProblem = (words: string) => void context.stderr.write(`${words}\n`)
  const stopped = new AbortController()
  const keepUp = createKeepUp({ ...folder, onProblem })
  const following = keepUp.run(stopped.signal)
  const settled = createSettled(keepUp, limits.foldAnewMs)
  try {
    await settled(await folder.log.head())
    const workers = startWorkers({ ...folder, erasing: createErasing(folder), onProblem })
    try {
      while (!workers.isCaughtUp() || workers.waiting() > 0) await pause(askEveryMs)
    } finally {
      await workers.close()
    }
    await settled(await folder.log.head())
  } finally {
    stopped.abort()
    await following
    await folder.close()
  }
}

export const reanalyseCommand: Command = {
  name: 'reanalyse',
  usage,
  summary: 'all posts again, by another lane too; --show shows its numbers once it has them all; the service goes on',
  run: async (args, context) => {
    const { story, ...wanted } = read(args)
    const slugs =
      story !== undefined
        ? [story]
        : ((await perform(context, 'listStories')) as { stories: { slug: string }[] }).stories.map(({ slug }) => slug)
    for (const slug of slugs) await begin(context, slug, wanted)
    // The workers of a cluster do it, wherever they are.
    if (clusterOf(context.settings) !== undefined) context.stderr.write('the workers of the cluster go on with it\n')
    else if ((await context.connect()) === undefined) await inFolder(context)
    else for (const slug of slugs) await throughServer(context, slug)
    for (const slug of slugs) print(context, [{ story: slug, ...(await lanesOf(context, slug)) }])
    return 0
  },
}
