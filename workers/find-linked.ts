// Which posts kept here a link leads to: by the id that it tells, and by the addresses that lie sealed in the vault.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EventLog } from '../events/event-log.ts'
import { postStream } from '../events/post.ts'
import { type PostState, postOf } from '../events/post-rules.ts'
import { postRef } from '../events/refs.ts'
import type { Content, Vault } from '../events/vault.ts'
import { channelsOf } from '../projections/channels.ts'
import { type LinkedId, readLink } from '../sources/link.ts'
import type { Ports } from './ports.ts'

const rowsPerStep = 100
/** More have one link only where it is that of a page, not of a post. */
export const mostLinked = 200

/** A post that was received and is not erased. `text`, `title` and `url` while they are kept. */
export type LinkedPost = {
  readonly ref: string
  readonly channel: string
  readonly source: string
  /** ISO 8601 UTC */
  readonly at: string
  readonly text?: string
  readonly title?: string
  readonly url?: string
}

export type Linked = {
  readonly posts: readonly LinkedPost[]
  /** There are more with this address than are named. */
  readonly more: boolean
  /** Posts with this link that were erased before. */
  readonly erased: number
  /** Refs that a post of this link would have and nothing is known of: to be refused, should it ever come. */
  readonly unknown: readonly string[]
}

/** Feeds often give an address as the id. */
const addressesOf = ({ url, id }: Content) => [
  ...(url === undefined ? [] : [url]),
  ...(id.startsWith('http') ? [id] : []),
]

type Parts = Pick<Ports, 'readModel' | 'pepper'> & {
  readonly log: Pick<EventLog, 'read'>
  readonly vault: Pick<Vault, 'get' | 'origins' | 'page'>
}

/** Reads every address that is kept, about twenty microseconds each, with turns for others between; one search at a time. */
export const createFindLinked = ({ log, vault, readModel, pepper }: Parts): ((link: string) => Promise<Linked>) => {
  type Place = { readonly channel: string; readonly source: string }

  /** Where posts came from, and where some may yet come from. */
  const places = async (): Promise<readonly Place[]> => {
    const ready = channelsOf(readModel).map(({ id, kind }) => ({ channel: id, source: kind }))
    return [...(await vault.origins()), ...ready]
  }

  const refsOfIds = (ids: readonly LinkedId[], all: readonly Place[]) =>
    ids.flatMap(({ sources, id }) =>
      all
        .filter(({ source }) => sources.includes(source))
        .map(({ channel, source }) => postRef(pepper, channel, source, id)),
    )

  const refsOfAddress = async (key: string): Promise<string[]> => {
    const found = new Set<string>()
    for (let from: number | undefined = 0; from !== undefined; await nextTurn()) {
      const { rows, mark }: Awaited<ReturnType<Vault['page']>> = await vault.page(from, rowsPerStep)
      for (const { ref, content } of rows)
        if (addressesOf(content).some((one) => readLink(one)?.key === key)) found.add(ref)
      from = found.size > mostLinked ? undefined : mark
    }
    return [...found]
  }

  const search = async (link: string): Promise<Linked> => {
    const asked = readLink(link)
    if (asked === undefined) return { posts: [], more: false, erased: 0, unknown: [] }
    const byAddress = await refsOfAddress(asked.key)
    const refs = [...new Set([...refsOfIds(asked.ids, await places()), ...byAddress.slice(0, mostLinked)])]
    const states = await Promise.all(refs.map(async (ref) => postOf(await log.read(postStream(ref)))))
    const contents = await vault.get(refs)
    const refsThatAre = (...statuses: PostState['status'][]) =>
      refs.filter((_, i) => statuses.includes((states[i] as PostState).status))
    const posts = states.flatMap(({ status, origin }): LinkedPost[] => {
      if (origin === undefined || status === 'erased') return []
      const { ref, channel, source, at } = origin
      const { text, title, url } = contents.get(ref)?.content ?? {}
      const kept = Object.entries({ text, title, url }).filter(([, value]) => value !== undefined)
      return [{ ref, channel, source, at, ...Object.fromEntries(kept) }]
    })
    return {
      posts,
      more: byAddress.length > mostLinked,
      erased: refsThatAre('erased').length,
      unknown: refsThatAre('unknown'),
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  return (link) => {
    const found = last.then(() => search(link))
    last = found.catch(() => {}) // whoever asked hears of it
    return found
  }
}
