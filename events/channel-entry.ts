// What a person writes of a channel: the entries of outcry.yaml and the bodies of the API, checked by the same schemas.
import { z } from 'zod'
import { type ChannelConfig, type ChannelKind, channelKinds } from './channel.ts'
import { slugSchema } from './story-entry.ts'

const line = z.string('must be text').trim().min(1, 'must not be empty').max(1024, 'must be at most 1024 characters')
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .max(2048, 'must be at most 2048 characters')
/** Two at once while one is replaced by the other. */
const secret = z
  .union([line, z.array(line).min(1).max(2)], 'must be text, or a list of two while one replaces the other')
  .meta({ description: 'Kept sealed; never answered.' })

const settings = {
  url: address.meta({
    description:
      'Where it is: the forum, the feed, the server that is asked. Bluesky and Hacker News have one of their own.',
  }),
  authUrl: address,
  baseUrl: address,
  subreddit: line.regex(/^\w{2,21}$/, 'must be the name of a subreddit without r/'),
  community: line.meta({ description: 'Of Lemmy: its name, with @ and its server where that is another.' }),
  username: line.regex(/^[\w.-]{2,60}$/, 'must be the name of an account without /u/ or @').meta({
    description: 'As whom a key for all users of a Discourse forum reads; on Reddit, who answers for the app.',
  }),
  tag: line.meta({ description: 'A hashtag of Mastodon, with or without #. Instead of query.' }),
  query: line.meta({
    description:
      'In the words of the search of X, Reddit, Mastodon or Bluesky. Hacker News and Lemmy: phrases between commas or in double quotes, of which a post must hold one; refund* is every word that begins so.',
  }),
  clientId: line,
  pollEvery: z
    .string('must be a duration such as 60s, 5m or 1h')
    .regex(/^[1-9]\d{0,5}[smh]$/, 'must be a duration such as 60s, 5m or 1h'),
  retentionDays: z.int().min(1).max(400).meta({ description: 'How long texts are kept.' }),
  maxReadsPerDay: z.int().min(0),
}
const secrets = { secret, clientSecret: line, token: line }
export const secretNames = ['secret', 'clientSecret', 'token'] as const
type SecretName = (typeof secretNames)[number]

/** Under which name the vault keeps a secret of a channel; several are joined by a blank. */
export const secretKey = (channel: string, name: SecretName) => `channel/${channel}/${name}`

/** What each kind may have, and what it cannot do without. */
const allowed: Record<ChannelKind, { readonly needs: readonly string[]; readonly may: readonly string[] }> = {
  webhook: { needs: [], may: ['secret'] },
  discourse: { needs: ['url'], may: ['secret', 'token', 'username', 'pollEvery'] },
  feed: { needs: ['url'], may: ['pollEvery'] },
  reddit: {
    needs: ['subreddit'],
    may: ['query', 'clientId', 'clientSecret', 'username', 'baseUrl', 'authUrl', 'pollEvery'],
  },
  x: { needs: ['query'], may: ['token', 'baseUrl', 'authUrl', 'pollEvery', 'maxReadsPerDay'] },
  mastodon: { needs: ['url'], may: ['tag', 'query', 'token', 'pollEvery'] },
  bluesky: { needs: ['query'], may: ['url', 'token', 'pollEvery'] },
  hackernews: { needs: ['query'], may: ['url', 'pollEvery'] },
  lemmy: { needs: ['url'], may: ['community', 'query', 'pollEvery'] },
}
const always = ['id', 'kind', 'closed', 'retentionDays']

const shape = {
  ...z.object({ ...settings, ...secrets }).partial().shape,
  closed: z.boolean('must be true or false').optional().meta({ description: 'true: no posts are taken any more.' }),
}

/** One of these it cannot do without. */
const eitherOf: { readonly [Kind in ChannelKind]?: readonly string[] } = { mastodon: ['tag', 'query'] }
/** Their query is phrases, looked for by Outcry itself. */
const byPhrases: readonly ChannelKind[] = ['hackernews', 'lemmy']

const isSign = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/
const fitsKind = (
  entry: { readonly kind: ChannelKind; readonly [name: string]: unknown },
  context: z.RefinementCtx,
) => {
  const { needs, may } = allowed[entry.kind]
  const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
  for (const name of needs)
    if (entry[name] === undefined) refuse(name, `is missing: a channel of kind ${entry.kind} needs it`)
  const either = eitherOf[entry.kind] ?? []
  if (either.length > 0 && either.every((name) => entry[name] === undefined))
    refuse(either[0] ?? '', `is missing: a channel of kind ${entry.kind} needs ${either.join(' or ')}`)
  if (byPhrases.includes(entry.kind) && typeof entry.query === 'string' && !/[\p{L}\p{N}]/u.test(entry.query))
    refuse('query', 'must hold a word')
  for (const [name, value] of Object.entries(entry))
    if (value !== undefined && ![...needs, ...may, ...always].includes(name))
      refuse(name, `is nothing that a channel of kind ${entry.kind} has`)
  if (entry.kind === 'webhook' && entry.secret !== undefined)
    for (const one of [entry.secret].flat())
      if (!isSign.test(String(one))) refuse('secret', 'must be whsec_ and 24 to 64 bytes in base64')
  // Two that are valid at once are kept side by side.
  if (entry.kind === 'discourse' && [entry.secret ?? ''].flat().some((one) => /\s/.test(String(one))))
    refuse('secret', 'must not hold a blank')
}

export const channelEntry = z
  .strictObject({ id: slugSchema, kind: z.enum(channelKinds, `must be one of ${channelKinds.join(', ')}`), ...shape })
  .superRefine(fitsKind)
  .meta({ id: 'ChannelEntry', description: 'Which fields a channel has depends on its kind.' })
export type ChannelEntry = z.infer<typeof channelEntry>

const nullable = <Shape extends Record<string, z.ZodType>>(fields: Shape) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.nullable()])) as {
    [Name in keyof Shape]: z.ZodNullable<Shape[Name]>
  }
export const channelChange = z
  .strictObject(nullable(shape))
  .meta({ id: 'ChannelChange', description: 'What is not named stays as it is; null takes a setting away.' })
export type ChannelChange = z.infer<typeof channelChange>

/** Events hold the settings, the vault holds the secrets. */
export const splitEntry = (entry: {
  readonly [name: string]: unknown
}): { readonly config: ChannelConfig; readonly secrets: ReadonlyMap<SecretName, string> } => {
  const config: Record<string, string | number | boolean> = {}
  const found = new Map<SecretName, string>()
  for (const [name, value] of Object.entries(entry)) {
    if (value === undefined || name === 'id' || name === 'kind' || name === 'closed') continue
    if (secretNames.includes(name as SecretName)) found.set(name as SecretName, [value].flat().join(' '))
    else config[name] = value as string | number | boolean
  }
  return { config, secrets: found }
}
