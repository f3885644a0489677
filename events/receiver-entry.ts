// What a person writes of a receiver: the entries of outcry.yaml and the bodies of the API, checked by the same schemas.
import { z } from 'zod'
import { type Receiver, type ReceiverKind, receiverKinds } from './receiver.ts'
import { line, slugSchema } from './story-entry.ts'

const isSign = (text: string) => {
  const bytes = Buffer.from(text.slice('whsec_'.length), 'base64').length
  return /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) && bytes >= 24 && bytes <= 64
}
const sign = z.string('must be text').trim().refine(isSign, 'must be whsec_ and 24 to 64 bytes in base64')

export const mailAddress = z
  .string('must be text')
  .trim()
  .max(254, 'must be at most 254 characters')
  .pipe(z.email('must be a mail address such as alerts@example.org'))

const secrets = {
  url: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .max(2048, 'must be at most 2048 characters')
    .meta({
      description: 'Where a webhook is sent, or the incoming webhook of Slack or Discord. Kept sealed; never answered.',
    }),
  secret: z
    .union([sign, z.array(sign).min(1).max(2)], 'must be whsec_ and 24 to 64 bytes in base64, or a list of two')
    .meta({
      description:
        'Of a webhook: signs what is sent; with two, both sign. Kept sealed. Made and answered once where none is given.',
    }),
  address: mailAddress.meta({ description: 'Of mail. Kept sealed; never answered.' }),
}
export const receiverSecretNames = ['url', 'secret', 'address'] as const
export type ReceiverSecretName = (typeof receiverSecretNames)[number]

/** Under which name the vault keeps a secret of a receiver; several are joined by a blank. */
export const receiverSecret = (receiver: string, name: ReceiverSecretName) => `receiver/${receiver}/${name}`

const needed: Record<ReceiverKind, ReceiverSecretName> = {
  webhook: 'url',
  slack: 'url',
  discord: 'url',
  mail: 'address',
}
const allowed = (kind: ReceiverKind, name: ReceiverSecretName) =>
  name === needed[kind] || (kind === 'webhook' && name === 'secret')

const settings = {
  name: line(80).meta({ description: 'Whose it is; its id where none is given.' }),
  quotes: z
    .boolean('must be true or false')
    .meta({ description: 'true: typical posts are quoted, where their source lets us. Off unless set.' }),
  off: z
    .boolean('must be true or false')
    .meta({ description: 'true: nothing is sent, and what comes waits; false: switched on again.' }),
}
const shape = z.object({ ...settings, ...secrets }).partial().shape

export const receiverEntry = z
  .strictObject({
    id: slugSchema,
    kind: z.enum(receiverKinds, `must be one of ${receiverKinds.join(', ')}`),
    ...shape,
  })
  .superRefine((entry, context) => {
    const { kind } = entry
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (entry[needed[kind]] === undefined) refuse(needed[kind], `is missing: a receiver of kind ${kind} needs it`)
    for (const name of receiverSecretNames)
      if (entry[name] !== undefined && !allowed(kind, name))
        refuse(name, `is nothing that a receiver of kind ${kind} has`)
  })
  .meta({ id: 'ReceiverEntry', description: 'Webhook, Slack and Discord need `url`, mail needs `address`.' })
export type ReceiverEntry = z.infer<typeof receiverEntry>

export const receiverChange = z
  .strictObject(shape)
  .meta({ id: 'ReceiverChange', description: 'What is not named stays as it is.' })
export type ReceiverChange = z.infer<typeof receiverChange>

/** In outcry.yaml nobody could be shown a secret that is made. */
export const receiverInFile = receiverEntry.refine(({ kind, secret }) => kind !== 'webhook' || secret !== undefined, {
  path: ['secret'],
  message: 'is missing: give whsec_ and 24 to 64 bytes in base64',
})

/** Names in `change` that a receiver of this kind does not have. */
export const foreignSecrets = (kind: ReceiverKind, change: ReceiverChange): readonly ReceiverSecretName[] =>
  receiverSecretNames.filter((name) => change[name] !== undefined && !allowed(kind, name))

/** The vault's part of what was written. */
export const secretsIn = (entry: ReceiverChange): ReadonlyMap<ReceiverSecretName, string> =>
  new Map(
    receiverSecretNames.flatMap((name) => {
      const value = entry[name]
      return value === undefined ? [] : [[name, [value].flat().join(' ')] as const]
    }),
  )

/** The log's part, over what was known before. */
export const settingsIn = (
  id: string,
  kind: ReceiverKind,
  { name, quotes }: ReceiverChange,
  before?: Omit<Receiver, 'id'>,
): Receiver => ({ id, kind, name: name ?? before?.name ?? id, quotes: quotes ?? before?.quotes ?? false })
