// How people set, switch and remove receivers of alerts, whichever way they ask: API, outcry.yaml or command line.
import type { KeyObject } from 'node:crypto'
import { carryOut } from '../events/carry-out.ts'
import type { SecretTags } from '../events/channel.ts'
import type { EventLog } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { byHand, type ReceiverEvent, type ReceiverKind, receiverStream } from '../events/receiver.ts'
import {
  foreignSecrets,
  type ReceiverChange,
  type ReceiverEntry,
  receiverSecret,
  receiverSecretNames,
  secretsIn,
  settingsIn,
} from '../events/receiver-entry.ts'
import {
  decideRemoval,
  decideResend,
  decideSet,
  decideSwitch,
  type ReceiverState,
  receiverStateOf,
} from '../events/receiver-rules.ts'
import { secretTag } from '../events/refs.ts'
import type { Vault } from '../events/vault.ts'

/** The version of the last event that it took; `secret`: of a webhook, just made, shown this once. */
type Edited = { readonly version: number | undefined; readonly secret?: string }

type Parts = {
  readonly pepper: KeyObject
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly vault: Pick<Vault, 'secret' | 'keepSecret'>
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
}

const secretBytes = 32

export const createReceiverEditing = ({ pepper, log, vault, now, random }: Parts) => {
  const stateOf = async (id: string) => receiverStateOf(await log.read(receiverStream(id)))
  const isoNow = () => new Date(now()).toISOString()
  const carry = (id: string, decide: (state: ReceiverState) => readonly ReceiverEvent[]) =>
    carryOut(log, receiverStream(id), receiverStateOf, decide)
  const makeSecret = () => `whsec_${Buffer.from(random(secretBytes)).toString('base64')}`

  const settingsOf = (state: ReceiverState, id: string) => {
    if ('settings' in state) return state.settings
    throw new Problem('not-found', `changing a receiver: there is no receiver "${id}"; add it first`)
  }

  const switched = async (id: string, off: boolean | undefined): Promise<number | undefined> =>
    off === undefined
      ? undefined
      : (await carry(id, (state) => decideSwitch(state, id, isoNow(), off ? byHand : undefined))).version

  /** Secrets first: nothing is ever sent unsigned that was to be signed. */
  const set = async (
    id: string,
    kind: ReceiverKind,
    change: ReceiverChange,
    before: ReceiverState,
    check: (state: ReceiverState) => void = () => undefined,
  ): Promise<Edited> => {
    const isNew = !('settings' in before)
    const made = isNew && kind === 'webhook' && change.secret === undefined ? makeSecret() : undefined
    const given = secretsIn(made === undefined ? change : { ...change, secret: made })
    const decide = (state: ReceiverState) => {
      check(state)
      const known = 'settings' in state ? state.settings : undefined
      const tags = new Map(Object.entries(known?.secrets ?? {}))
      for (const [name, secret] of given) tags.set(name, secretTag(pepper, receiverSecret(id, name), secret))
      const secrets: SecretTags = Object.fromEntries(tags)
      return decideSet(state, settingsIn(id, kind, change, known), secrets)
    }
    decide(before)
    for (const [name, secret] of given) {
      const key = receiverSecret(id, name)
      if ((await vault.secret(key)) !== secret) await vault.keepSecret(key, secret)
    }
    const { version } = await carry(id, decide)
    const last = (await switched(id, change.off)) ?? version
    return { version: last, ...(made === undefined ? {} : { secret: made }) }
  }

  const change = async (
    id: string,
    said: ReceiverChange,
    check: (state: ReceiverState) => void = () => undefined,
  ): Promise<Edited> => {
    const before = await stateOf(id)
    const { kind } = settingsOf(before, id)
    check(before)
    const faults = foreignSecrets(kind, said).map((name) => ({
      pointer: `/${name}`,
      detail: `is nothing that a receiver of kind ${kind} has`,
    }))
    if (faults.length > 0)
      throw new Problem('invalid', `changing receiver "${id}": correct the fields named`, { faults })
    return set(id, kind, said, before, (state) => {
      settingsOf(state, id) // removed in the meantime: it does not come back by that
      check(state)
    })
  }

  return {
    /** @throws Problem `conflict` where there is one already */
    add: async (entry: ReceiverEntry): Promise<Edited> => {
      const { id, kind, ...rest } = entry
      const before = await stateOf(id)
      if ('settings' in before)
        throw new Problem('conflict', `adding receiver "${id}": there is one already; change it instead`)
      return set(id, kind, rest, before)
    },
    /** Adds or changes it, whichever it takes. @throws Problem `conflict` (other kind) */
    put: async (entry: ReceiverEntry): Promise<Edited> => {
      const { id, kind, ...rest } = entry
      return set(id, kind, rest, await stateOf(id))
    },
    /** @throws Problem `not-found`, `invalid` */
    change,
    /** A webhook's new secret; the newest of those before stays valid beside it. @throws Problem `not-found`, `invalid` */
    renewSecret: async (id: string): Promise<Edited> => {
      const made = makeSecret()
      const [newest] = ((await vault.secret(receiverSecret(id, 'secret'))) ?? '').split(' ')
      return { ...(await change(id, { secret: newest ? [made, newest] : [made] })), secret: made }
    },
    /** What waited for it is not sent any more, and its secrets are gone. @throws Problem `not-found` */
    remove: async (id: string): Promise<Edited> => {
      const { version } = await carry(id, (state) => decideRemoval(state, id, isoNow()))
      for (const name of receiverSecretNames) await vault.keepSecret(receiverSecret(id, name), undefined)
      return { version }
    },
    /** @throws Problem `not-found` */
    resend: async (receiver: string, alert: string): Promise<Edited> =>
      carry(receiver, (state) => decideResend(state, { receiver, alert, at: isoNow() })),
    isKnown: async (id: string) => 'settings' in (await stateOf(id)),
  }
}
export type ReceiverEditing = ReturnType<typeof createReceiverEditing>
