// Finds the server that runs on a data folder, by the address and key it left in server.json.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../events/problem.ts'
import type { RunningServer } from './command.ts'

type ServerFile = { readonly url: string; readonly key: string }

const readServerFile = async (folder: string): Promise<ServerFile | undefined> => {
  try {
    return JSON.parse(await readFile(path.join(folder, 'server.json'), 'utf8')) as ServerFile
  } catch {
    return undefined // no server wrote one, or it is being written: the folder's lock decides
  }
}

const wordsOf = async (response: Response) => {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string }
  return body.detail ?? body.title ?? response.statusText
}

/** `undefined` when nothing answers: a killed server leaves its file behind. */
export const connect = async (folder: string): Promise<RunningServer | undefined> => {
  const file = await readServerFile(folder)
  if (file === undefined) return undefined
  const alive = await fetch(`${file.url}/livez`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
  if (alive?.status !== 200) return undefined
  return {
    url: file.url,
    fetch: async (target, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('authorization', `Bearer ${file.key}`)
      const response = await fetch(`${file.url}${target}`, { ...init, headers })
      if (!response.ok && response.status !== 422)
        throw new Problem(
          'unavailable',
          `${init.method ?? 'GET'} ${target}: the server answered ${response.status}, ${await wordsOf(response)}`,
        )
      return response
    },
  }
}
