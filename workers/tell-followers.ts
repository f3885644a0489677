// Mails to followers out of the log: first the one that asks, then each change they want to hear of, in the order of the story.
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { type FollowerTold, followerStream } from '../events/follower.ts'
import { decideTold, followerOf, isOwed } from '../events/follower-rules.ts'
import type { Mail, SendMail } from '../events/mail.ts'
import { Problem } from '../events/problem.ts'
import { storyStream } from '../events/story.ts'
import { type Follower, followerIn, followerKeys, isToBeAsked, untold } from '../projections/followers.ts'
import type { Changed, KeepUp } from '../projections/keep-up.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { storyOf } from '../projections/stories.ts'
import { storyLink } from '../views/alert-text.ts'
import { changeMail, confirmMail } from '../views/follower-mail.ts'
import { backOffMs, triedForMs } from './back-off.ts'
import type { Following } from './following.ts'
import { createLooking } from './looking.ts'

type Parts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly readModel: ReadModel
  readonly keepUp: Pick<KeepUp, 'version' | 'isCaughtUp' | 'subscribe'>
  readonly following: Pick<Following, 'tokenOf' | 'addressOf' | 'end'>
  readonly sendMail: SendMail
  readonly address: () => string
  readonly now: () => number
  /** 0 ≤ … < 1. */
  readonly random: () => number
  readonly onProblem: (words: string, error?: unknown) => void
  readonly signal: AbortSignal
}

const atOnce = 4
/** It is the operator's own server: no use in waiting for a day. */
const longestWaitMs = 30 * 60_000

type Due = { readonly mail: Omit<Mail, 'to'>; readonly told: Pick<FollowerTold['data'], 'revision'> }

export const createTellFollowers = (parts: Parts) => {
  const { log, readModel, keepUp, following, sendMail, address, now, random, onProblem, signal } = parts
  /** Keys of followers who may have to be told something. */
  const waiting = new Set<string>()
  let hasBegun = false
  /** So often in a row no mail went out, and none is tried before; of one follower, and of all. */
  type Failing = { readonly times: number; readonly untilMs: number }
  const failing = new Map<string, Failing>()
  let away: Failing | undefined

  const dueOf = async (follower: Follower): Promise<Due | undefined> => {
    const { id, slug } = follower
    const story = storyOf(readModel, slug)
    if (story === undefined) return undefined
    const leave = `${address()}/follow/${id}/${following.tokenOf(id)}`
    if (isToBeAsked(follower)) return { mail: { id: `${id}.${follower.asks}`, ...confirmMail(story, leave) }, told: {} }
    const notice = untold(readModel, follower).find((one) => now() - Date.parse(one.recordedAt) < triedForMs)
    if (notice === undefined) return undefined
    const { revision, recordedAt: at } = notice
    const [event] = await log.read(storyStream(slug), revision)
    const page = storyLink(address(), slug, at) ?? ''
    const mail = event && changeMail(story, event, { page, leave })
    return (
      mail && { mail: { id: `${id}.${slug}.${revision}`, ...mail, leaveLink: `${leave}/leave` }, told: { revision } }
    )
  }

  const again = (before: Failing | undefined): Failing => {
    const times = (before?.times ?? 0) + 1
    return { times, untilMs: now() + Math.min(backOffMs(times, random()), longestWaitMs) }
  }

  /** A wait of longer than there is one was set by a clock that was wrong. */
  const isHeld = (failing: Failing | undefined) => {
    const waitMs = (failing?.untilMs ?? 0) - now()
    return waitMs > 0 && waitMs <= longestWaitMs
  }

  /** Answers whether it went out. */
  const send = async (key: string, id: string, mail: Mail): Promise<boolean> => {
    try {
      await sendMail(mail, signal)
      away = undefined
      failing.delete(key)
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (signal.aborted) return false
      if (error.code === 'not-found') await following.end(id, 'refused')
      else if (error.code === 'invalid') failing.set(key, again(failing.get(key)))
      else away = again(away)
      onProblem('sending mail to a follower failed; it is tried again unless there is no such address', error)
      return false
    }
  }

  /** Answers whether there may be more for this follower. */
  const tell = async (key: string, follower: Follower): Promise<boolean> => {
    const due = await dueOf(follower)
    const { id, slug } = follower
    const to = await following.addressOf(id)
    if (due === undefined || to === undefined) return false
    // The log decides: another process may have seen to it.
    if (!isOwed(followerOf(await log.read(followerStream(id))), due.told.revision)) return false
    if (!(await send(key, id, { ...due.mail, to }))) return true
    const data = { id, slug, at: new Date(now()).toISOString(), ...due.told }
    const version = await looking.record(key, 'a mail to a follower', () =>
      carryOut(log, followerStream(id), followerOf, (state) => decideTold(state, data)),
    )
    return version !== undefined
  }

  const lookNow = () => {
    if (!hasBegun) for (const key of followerKeys(readModel)) waiting.add(key)
    hasBegun = true
    for (const key of waiting) {
      if (looking.running() >= atOnce || isHeld(away)) return
      if (looking.isBusy(key) || isHeld(failing.get(key))) continue
      const follower = followerIn(readModel, key)
      if (follower === undefined) {
        waiting.delete(key)
        continue
      }
      looking.begin(key, 'telling a follower', async () => {
        if (!(await tell(key, follower))) waiting.delete(key)
        return true
      })
    }
  }

  const notice = (changed: Changed['changed']): boolean => {
    // Folded anew, or another read model was put in place.
    if (!keepUp.isCaughtUp()) hasBegun = false
    for (const key of changed.get('followers') ?? []) waiting.add(key)
    for (const slug of changed.get('notices') ?? []) for (const key of followerKeys(readModel, slug)) waiting.add(key)
    return waiting.size > 0
  }
  const looking = createLooking(parts, { lookNow, notice })
  return looking
}
