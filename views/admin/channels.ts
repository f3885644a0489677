// Channels as the operator sees them: the list with a form to open one, and one with its settings and how to send to it.
import { counted } from '../phrases.ts'
import { timeOf } from '../wording.ts'
import { field, tabs, type Values, valuesOf } from './fields.ts'

type Row = {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly posts: number
  readonly problem: string | null
}
export type Channel = Row & {
  readonly config: { readonly [name: string]: string | number | boolean }
  readonly secrets: readonly string[]
  readonly openedAt: string
  readonly closedAt: string | null
}

const labels = {
  url: 'Address of the community or feed',
  subreddit: 'Subreddit, without r/',
  community: 'Community',
  username: 'User to read as',
  tag: 'Tag',
  query: 'Search words',
  pollEvery: 'Read every',
} as const
export const settingNames = Object.keys(labels) as (keyof typeof labels)[]

const settingFields = (form: string, values: Values, names: readonly (keyof typeof labels)[]) =>
  names.map((name) =>
    field(form, name, labels[name], values, name === 'pollEvery' ? { hint: 'Such as 60s, 5m or 1h.' } : {}),
  )

export const channelsView = (channels: readonly Row[], kinds: readonly string[], entered: Values) => {
  const values = valuesOf('open', entered, { kind: 'webhook' })
  return {
    ...tabs('/admin/channels'),
    some: channels.length > 0,
    channels: channels.map(({ id, kind, state, posts, problem }) => ({
      href: `/admin/channels/${id}`,
      id,
      kind,
      state,
      posts: counted(posts, 'post'),
      problem: problem ?? '',
    })),
    fields: [
      field('open', 'id', 'Name', values, { needed: true, hint: 'In its address: a-z, 0-9 and -, such as feedback.' }),
      field('open', 'kind', 'Kind', values, {
        options: kinds,
        hint: 'Webhook: posts are pushed here. The others need an address, tag or search.',
      }),
    ],
    more: settingFields('open', values, settingNames),
    moreOpen: settingNames.some((name) => values[name]),
  }
}

const example = `{"id":"1","text":"I like it","at":"2025-01-31T12:00:00Z"}`

const curlOf = (address: string, id: string) =>
  `curl -X POST ${address}/webhooks/${id} \\\n  -H "Authorization: Bearer $OUTCRY_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '${example}'`

/** Standard Webhooks by hand: HMAC-SHA256 over id, seconds and body. */
const signedCurlOf = (address: string, id: string) =>
  [
    `body='${example}'; id=msg_$(openssl rand -hex 8); now=$(date +%s)`,
    `hex=$(printf %s "\${OUTCRY_SECRET#whsec_}" | base64 -d | od -An -tx1 | tr -d ' \\n')`,
    `sign=$(printf %s "$id.$now.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$hex" -binary | base64)`,
    `curl -X POST ${address}/webhooks/${id} -H "Content-Type: application/json" \\`,
    `  -H "webhook-id: $id" -H "webhook-timestamp: $now" -H "webhook-signature: v1,$sign" -d "$body"`,
  ].join('\n')

/** @param secret just made: shown this once */
export const channelView = (channel: Channel, address: string, entered: Values, secret = '') => {
  const { id, kind, state, posts, problem, config, secrets, openedAt, closedAt } = channel
  const known = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]))
  const isPushed = kind === 'webhook' && closedAt === null
  const settings = settingNames.filter((name) => name in config || (name === 'pollEvery' && kind !== 'webhook'))
  return {
    ...tabs('/admin/channels'),
    words: `${kind}, ${state}, ${counted(posts, 'post')}, opened ${timeOf(Date.parse(openedAt))}`,
    trouble: problem ?? '',
    isOpen: closedAt === null,
    isPushed,
    isForum: kind === 'discourse' && closedAt === null,
    webhook: `${address}/webhooks/${id}`,
    setSecret: `npm run -s outcry -- channel change ${id} --secret '$FORUM_SECRET'`,
    curl: curlOf(address, id),
    signedCurl: signedCurlOf(address, id),
    isSigned: secrets.includes('secret'),
    secret,
    test: [
      field('test', 'text', 'Text', valuesOf('test', entered, { text: 'This is a test post. It works, great!' }), {
        rows: 2,
      }),
    ],
    hasSettings: settings.length > 0,
    settings: settingFields('change', valuesOf('change', entered, known), settings),
  }
}
