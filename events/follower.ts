// A follower: somebody who asked for a mail when a story changes. Known by a random id only; the address lies in the vault.
import type { Event } from './event.ts'

/** `id`: 128 random bits in base64url. */
type OfFollower = { readonly id: string; readonly slug: string; readonly at: string }
/** Asked for, not confirmed yet; again when the mail is wanted once more. `every`: each change, not only a change of course. */
export type FollowerAsked = Event<'FollowerAsked', OfFollower & { readonly every: boolean }>
export type FollowerConfirmed = Event<'FollowerConfirmed', OfFollower>
/** A mail went out. `revision`: of the event in the story's stream that it tells of; absent: the one that asks for confirmation. */
export type FollowerTold = Event<'FollowerTold', OfFollower & { readonly revision?: number }>
/** `unconfirmed`: nobody pressed the button; `refused`: the address takes no mail; `erased`: by the operator. The address is gone. */
export type FollowerLeft = Event<
  'FollowerLeft',
  OfFollower & { readonly why: 'left' | 'unconfirmed' | 'refused' | 'erased' }
>
export type FollowerEvent = FollowerAsked | FollowerConfirmed | FollowerTold | FollowerLeft

export const followerStream = (id: string) => `follower-${id}`

/** Whether a stranger's word can be the id of a follower at all. */
export const isFollowerId = (text: string): boolean => /^[\w-]{22}$/.test(text)

/** Under which names the vault keeps the address, and who has it: the latter by a keyed hash of the address. */
export const followerSecrets = 'follower/'
export const followerSecret = (id: string) => `${followerSecrets}${id}`
export const followersAt = (addressRef: string) => `follower-at/${addressRef}/`
export const followerAt = (addressRef: string, slug: string) => `${followersAt(addressRef)}${slug}`
