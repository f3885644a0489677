// Knows how long the service was away: a webhook channel could not be read then, and no gap may look like silence.
import { readFile, writeFile } from 'node:fs/promises'

const beatEveryMs = 60_000

/** Answers when the service last ran (ms), if it ever did, and from now on keeps `file` up to date until closed. */
export const startHeartbeat = async (
  file: string,
  now: () => number,
): Promise<{ readonly lastAlive: number | undefined; readonly close: () => Promise<void> }> => {
  const written = Date.parse(await readFile(file, 'utf8').catch(() => ''))
  // A disk that is full must not stop the service: the next beat tries again.
  const beat = () => writeFile(file, new Date(now()).toISOString()).catch(() => undefined)
  await beat()
  const timer = setInterval(beat, beatEveryMs)
  return {
    lastAlive: Number.isNaN(written) ? undefined : written,
    close: async () => {
      clearInterval(timer)
      await beat()
    },
  }
}
