// The server that a benchmark talks to, and what is measured of it from outside.
import { readFileSync } from 'node:fs'
import { adminKey, type Running, remove, scratchFolder, startServer, until } from '../test/running.ts'

export { adminKey as key, type Running, remove, scratchFolder, until }

export const startOutcry = (folder: string): Promise<Running> => startServer(folder, { limitMs: 120_000 })

/** Resident memory of a process, bytes (Linux). */
export const residentBytes = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

/** Processor time that a process has used so far, milliseconds (Linux counts hundredths of a second). */
export const processorMs = (pid: number | undefined): number => {
  const [user = 0, system = 0] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? []
  return 10 * (user + system)
}

/** Posts that the story counts by now. */
export const postsCounted = async (url: string, story: string): Promise<number> => {
  const answer = await fetch(`${url}/api/v1/stories/${story}`)
  return ((await answer.json()) as { posts: number }).posts
}
