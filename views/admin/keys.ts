// Keys as the operator sees them: which there are, one more, one less.
import { dayOf, timeOf } from '../wording.ts'
import { field, tabs, type Values, valuesOf } from './fields.ts'

export type Keys = {
  readonly keys: readonly {
    readonly id: string
    readonly name: string
    readonly scopes: readonly string[]
    readonly issuedAt: string
    readonly expiresAt: string | null
    readonly revokedAt: string | null
  }[]
  readonly scopes: readonly string[]
  readonly nowMs: number
  /** Just made: shown this once. */
  readonly made: string | undefined
}

const scopeWords: { readonly [scope: string]: string } = {
  read: 'read: see what is not public',
  ingest: 'ingest: send posts',
  edit: 'edit: stories, channels, statements; may read too',
  admin: 'admin: everything, keys and erasing too',
}

export const keysView = ({ keys, scopes, nowMs, made = '' }: Keys, entered: Values) => {
  const values = valuesOf('make', entered)
  return {
    ...tabs('/admin/keys'),
    made,
    some: keys.length > 0,
    keys: keys.map(({ id, name, scopes, issuedAt, expiresAt, revokedAt }) => {
      const isOver = expiresAt !== null && Date.parse(expiresAt) <= nowMs
      const end = expiresAt === null ? '' : `, ${isOver ? 'expired' : 'expires'} ${timeOf(Date.parse(expiresAt))}`
      const words = `${scopes.join(', ')}, made ${dayOf(Date.parse(issuedAt))}${revokedAt === null ? end : `, revoked ${timeOf(Date.parse(revokedAt))}`}`
      return { id, name, words, isValid: revokedAt === null && !isOver }
    }),
    fields: [
      field('make', 'name', 'Whose it is', values, { needed: true, hint: 'Such as forum exporter.' }),
      field('make', 'expiresAt', 'Expires', values, { type: 'date', hint: 'Empty = never.' }),
    ],
    scopes: scopes.map((scope) => ({
      name: `scope-${scope}`,
      words: scopeWords[scope] ?? scope,
      checked: values[`scope-${scope}`] === 'yes',
    })),
  }
}
