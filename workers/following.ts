// How an installation takes followers of stories by mail: asked, confirmed, left. The address lies in the vault and nowhere else.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { carryOut } from '../events/carry-out.ts'
import {
  type FollowerLeft,
  followerAt,
  followerSecret,
  followerSecrets,
  followerStream,
  followersAt,
  isFollowerId,
} from '../events/follower.ts'
import {
  decideAsk,
  decideConfirmation,
  decideLeaving,
  type FollowerState,
  followerOf,
  hasLapsed,
} from '../events/follower-rules.ts'
import { Problem } from '../events/problem.ts'
import { addressRef, followerToken } from '../events/refs.ts'
import { followersByStory } from '../projections/followers.ts'
import type { Ports } from './ports.ts'

type Parts = Pick<Ports, 'log' | 'vault' | 'readModel' | 'pepper' | 'now'> & {
  readonly limits: { readonly maxUnconfirmedFollowers: number; readonly orphanAfterMs: number }
}

type Kept = { readonly address: string; readonly slug: string; readonly at: string }
type Wish = { readonly slug: string; readonly address: string; readonly every: boolean }

/** Of one address, over all stories: it gets so many mails that ask for confirmation, and no more. */
const mostUnconfirmed = 3

export type Following = {
  /** Answers the same whatever is known of the address. @throws Problem `busy`: too many wait for their confirmation */
  readonly ask: (wish: Wish) => Promise<void>
  /** What a link stands for. @throws Problem `not-found` */
  readonly state: (id: string, token: string) => Promise<Exclude<FollowerState, { status: 'unknown' }>>
  /** @throws Problem `not-found`: unknown, left or too late */
  readonly confirm: (id: string, token: string) => Promise<void>
  /** @throws Problem `not-found` */
  readonly leave: (id: string, token: string) => Promise<void>
  /** What the links of its mails end with. */
  readonly tokenOf: (id: string) => string
  readonly addressOf: (id: string) => Promise<string | undefined>
  /** Its address is gone when this answers. */
  readonly end: (id: string, why: FollowerLeft['data']['why']) => Promise<void>
  /** Ends all that an address follows. Answers how many stories. */
  readonly eraseAddress: (address: string) => Promise<number>
  /** Ends what nobody confirmed in time, and deletes what a crash left behind. */
  readonly drop: () => Promise<void>
}

export const createFollowing = ({ log, vault, readModel, pepper, now, limits }: Parts): Following => {
  const isoNow = () => new Date(now()).toISOString()
  const stateOf = async (id: string) => followerOf(await log.read(followerStream(id)))
  const tokenOf = (id: string) => followerToken(pepper, id)

  const keptOf = async (id: string): Promise<Kept | undefined> => {
    const sealed = await vault.secret(followerSecret(id))
    return sealed === undefined ? undefined : (JSON.parse(sealed) as Kept)
  }

  const need = async (id: string, token: string) => {
    const [given, right] = [Buffer.from(token), Buffer.from(tokenOf(id))]
    const isRight = given.length === right.length && timingSafeEqual(given, right)
    const state = isFollowerId(id) && isRight ? await stateOf(id) : ({ status: 'unknown' } as const)
    if (state.status === 'unknown' || hasLapsed(state, now()))
      throw new Problem('not-found', 'following a story: this link is not valid, or not any more; ask for a new one')
    return state
  }

  const forget = async (id: string) => {
    const kept = await keptOf(id)
    if (kept !== undefined) {
      const at = followerAt(addressRef(pepper, kept.address), kept.slug)
      if ((await vault.secret(at)) === id) await vault.keepSecret(at, undefined)
    }
    await vault.keepSecret(followerSecret(id), undefined)
  }

  const end: Following['end'] = async (id, why) => {
    await carryOut(log, followerStream(id), followerOf, (state) =>
      'slug' in state ? decideLeaving(state, { id, slug: state.slug, at: isoNow(), why }) : [],
    )
    await forget(id)
  }

  const newIdFor = async ({ slug, address }: Wish): Promise<string | undefined> => {
    const ref = addressRef(pepper, address)
    const known = await vault.secret(followerAt(ref, slug))
    if (known !== undefined) return known
    const waiting = followersByStory(readModel).reduce((sum, { unconfirmed }) => sum + unconfirmed, 0)
    if (waiting >= limits.maxUnconfirmedFollowers)
      throw new Problem('busy', 'following a story: too many wait for their confirmation; try again later', {
        retryAfterSeconds: 3_600,
      })
    let unconfirmed = 0
    for (const name of await vault.secretNames(followersAt(ref)))
      if ((await stateOf((await vault.secret(name)) ?? '')).status === 'asked') unconfirmed++
    if (unconfirmed >= mostUnconfirmed) return undefined
    const id = randomBytes(16).toString('base64url')
    const kept: Kept = { address, slug, at: isoNow() }
    await vault.keepSecret(followerSecret(id), JSON.stringify(kept))
    await vault.keepSecret(followerAt(ref, slug), id)
    return id
  }

  let last: Promise<unknown> = Promise.resolve()
  const ask = async (wish: Wish) => {
    const id = await newIdFor(wish)
    if (id === undefined) return
    const { slug, every } = wish
    const data = { id, slug, at: isoNow(), every }
    await carryOut(log, followerStream(id), followerOf, (state) => decideAsk(state, data))
  }

  const dropOne = async (id: string) => {
    const state = await stateOf(id)
    if (hasLapsed(state, now())) return end(id, 'unconfirmed')
    if (state.status === 'asked' || state.status === 'confirmed') return
    // Younger ones may be on their way: their event comes after them.
    const { at } = (await keptOf(id)) ?? { at: '' }
    if (state.status === 'unknown' && Date.parse(at) > now() - limits.orphanAfterMs) return
    await forget(id)
  }

  return {
    /** One after the other: an address follows a story once. */
    ask: (wish) => {
      const asked = last.then(() => ask(wish))
      last = asked.catch(() => undefined) // whoever asked is told
      return asked
    },
    state: need,
    confirm: async (id, token) => {
      const { slug } = await need(id, token)
      const data = { id, slug, at: isoNow() }
      await carryOut(log, followerStream(id), followerOf, (state) => decideConfirmation(state, data))
    },
    leave: async (id, token) => {
      await need(id, token)
      await end(id, 'left')
    },
    tokenOf,
    addressOf: async (id) => (await keptOf(id))?.address,
    end,
    eraseAddress: async (address) => {
      const names = await vault.secretNames(followersAt(addressRef(pepper, address)))
      for (const name of names) {
        const id = await vault.secret(name)
        if (id !== undefined) await end(id, 'erased')
      }
      return names.length
    },
    drop: async () => {
      for (const name of await vault.secretNames(followerSecrets)) await dropOne(name.slice(followerSecrets.length))
    },
  }
}
