// Remembers which webhook-ids were committed lately, so that a body sent again costs nothing. Failures are not remembered.

export type Replays = {
  readonly isKnown: (channel: string, webhookId: string) => boolean
  readonly remember: (channel: string, webhookId: string) => void
}

const maxRemembered = 100_000 // beyond it the oldest go: a post sent twice is found by its own history all the same
const maxIdLength = 512

export const createReplays = (now: () => number, rememberMs: number): Replays => {
  const until = new Map<string, number>() // in the order of remembering, so the oldest are first
  const keyOf = (channel: string, webhookId: string) => `${channel} ${webhookId}`
  const forgetOld = () => {
    for (const [key, endsAt] of until) {
      if (endsAt > now() && until.size <= maxRemembered) return
      until.delete(key)
    }
  }
  return {
    isKnown: (channel, webhookId) => (until.get(keyOf(channel, webhookId)) ?? 0) > now(),
    remember: (channel, webhookId) => {
      if (webhookId.length > maxIdLength) return
      const key = keyOf(channel, webhookId)
      until.delete(key)
      until.set(key, now() + rememberMs)
      forgetOld()
    },
  }
}
