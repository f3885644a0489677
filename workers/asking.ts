// What it takes to ask a channel's platform: whether it is asked at all, its secrets, its bearer token, its turn, and what it may cost.
import { missingCredentials } from '../events/channel.ts'
import { secretKey } from '../events/channel-entry.ts'
import type { Vault } from '../events/vault.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import type { Polled, Reading } from '../sources/source.ts'
import { createAskChannel } from './ask-channel.ts'
import { type AskHostParts, createAskHost } from './ask-host.ts'
import { createBilling } from './billing.ts'

/** Open, and with all the credentials it needs. */
export const isAsked = ({ openedAt, closedAt, kind, config, secrets }: ChannelState): boolean =>
  openedAt !== '' && closedAt === undefined && missingCredentials(kind, config, secrets).length === 0

type AskingParts = AskHostParts & { readonly vault: Pick<Vault, 'secret'> }

export const createAsking = (parts: AskingParts) => {
  const { vault, now } = parts
  const billing = createBilling(now)
  return {
    ask: createAskChannel(createAskHost(parts), now),
    billing,
    readingOf: async (channel: ChannelState, polled: Polled, cursor: string | undefined): Promise<Reading> => {
      const secret = async (name: 'token' | 'clientSecret') => {
        const value = await vault.secret(secretKey(channel.id, name))
        return value === undefined ? {} : { [name]: value }
      }
      return {
        config: channel.config,
        secrets: { ...(await secret('token')), ...(await secret('clientSecret')) },
        cursor,
        nowMs: now(),
        readsLeft: billing.left(channel, polled),
      }
    },
  }
}
export type Asking = ReturnType<typeof createAsking>
