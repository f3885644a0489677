// All that an alert says, gathered when it is sent: its events, its story, and posts where they may be quoted.
import { type AlertRaised, alertStream } from '../events/alert.ts'
import type { Recorded } from '../events/event.ts'
import type { EventLog } from '../events/event-log.ts'
import { postStream } from '../events/post.ts'
import type { Vault } from '../events/vault.ts'
import { channelOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { storyOf } from '../projections/stories.ts'
import type { AlertFacts, AlertPost } from '../views/alert-text.ts'
import { showsText } from '../views/shows-text.ts'

type Parts = {
  readonly log: Pick<EventLog, 'read'>
  readonly vault: Pick<Vault, 'get'>
  readonly readModel: ReadModel
  readonly address: () => string
}

export const createAlertFacts = ({ log, vault, readModel, address }: Parts) => {
  /** As they are kept now: what was removed since is gone. */
  const postsOf = async (refs: readonly string[]): Promise<readonly AlertPost[]> => {
    const contents = await vault.get(refs)
    const posts = await Promise.all(
      refs.map(async (ref): Promise<AlertPost | undefined> => {
        const content = contents.get(ref)?.content
        const [first] = content === undefined ? [] : await log.read(postStream(ref))
        if (content === undefined || first === undefined || !('channel' in first.data)) return undefined
        const kind = channelOf(readModel, first.data.channel)?.kind
        const text = kind !== undefined && showsText[kind] ? content.text : null
        return { source: first.data.source, text, url: content.url ?? null }
      }),
    )
    return posts.filter((post) => post !== undefined)
  }

  /** `undefined` where there is no such alert. */
  return async (id: string, quotes: boolean): Promise<AlertFacts | undefined> => {
    const history = await log.read(alertStream(id))
    const raised = history.find((event): event is Recorded<AlertRaised> => event.type === 'AlertRaised')
    if (raised === undefined) return undefined
    const withdrawn = history.find((event) => event.type === 'AlertWithdrawn')
    const { slug, posts } = raised.data
    const { title, company, demonstration } = storyOf(readModel, slug) ?? {
      title: slug,
      company: '',
      demonstration: false,
    }
    return {
      alert: raised.data,
      raisedAt: raised.recordedAt,
      story: { title, company, demonstration },
      address: address(),
      posts: quotes ? await postsOf(posts) : [],
      ...(withdrawn === undefined ? {} : { withdrawn: { at: withdrawn.recordedAt, why: withdrawn.data.why } }),
    }
  }
}
