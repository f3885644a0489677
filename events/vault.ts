// Port: where the text itself is kept, and can be forgotten. Adapters pass test/contracts/vault.ts.

/** All that a stranger wrote or that names them. Kept sealed; never in an event, a job or a program log. */
export type Content = {
  readonly id: string
  readonly text: string
  readonly title?: string
  readonly author?: string
  readonly url?: string
  readonly parentId?: string
  readonly threadId?: string
  readonly language?: string
  readonly metrics?: { readonly likes?: number; readonly replies?: number; readonly reposts?: number }
  /** What its platform is asked by for this post, where that is not the id. */
  readonly lookup?: string
}

export type VaultItem = {
  readonly ref: string
  readonly version: number
  readonly channel: string
  readonly source: string
  /** Keyed hash of (source, author); absent where there is no author. */
  readonly authorRef?: string
  /** Keyed hash of (channel, source, thread); absent where no thread is ever taken away as a whole. */
  readonly threadRef?: string
  /** 32 random bytes: the commitment in the log is SHA-256(salt, canonical content). */
  readonly salt: Uint8Array
  readonly content: Content
  /** Milliseconds since 1970: forgotten from then on. */
  readonly expiresAt: number
  /** Milliseconds since 1970: its source is asked from then on whether it still shows it. Absent: it is not asked. */
  readonly recheckAt?: number
  /** Only where a vault is copied: when the other kept it, milliseconds since 1970. Else the vault's own clock. */
  readonly keptAt?: number
}

/** A row as another vault can take it; of its source only what `origins` says of its channel. */
export type KeptRow = Omit<VaultItem, 'source'> & { readonly keptAt: number }

/** A row whose source is to be asked. `keptAt`: when it was put, ms since 1970. */
export type DueRow = KeptContent & { readonly ref: string; readonly keptAt: number }

/** Of one channel: rows to be asked about some day; those due, and since when the first of them is (ms since 1970). */
export type Rechecks = { readonly watched: number; readonly overdue: number; readonly oldestDueMs?: number }

export type KeptContent = { readonly version: number; readonly salt: Uint8Array; readonly content: Content }

type Origin = { readonly channel: string; readonly source: string }

/** Above every version there is: superseded by it, all of a ref goes. */
export const everyVersion = Number.MAX_SAFE_INTEGER

export type Vault = {
  /**
   * Durable when this answers. `already`: a row of this ref and version is there and was left as it was.
   * @throws Problem `unavailable`
   */
  readonly put: (items: readonly VaultItem[]) => Promise<readonly ('kept' | 'already')[]>
  /** The newest version kept of each ref; a forgotten or unknown ref has no entry. */
  readonly get: (refs: readonly string[]) => Promise<ReadonlyMap<string, KeptContent>>
  /** Deletes every version of these refs, salt included, so that no byte stays on disk when this answers. */
  readonly forget: (refs: readonly string[]) => Promise<void>
  /** As `forget`, for what is removed and not erased: where the disk lets go of bytes only now and then, this does not wait for it. */
  readonly drop: (refs: readonly string[]) => Promise<void>
  /** Deletes versions of a ref older than `version`: an edit keeps no old wording. Physically gone with the next forget or sweep. */
  readonly supersede: (items: readonly { readonly ref: string; readonly version: number }[]) => Promise<void>
  /** Deletes exactly these versions, where they are: rows whose event never came. Physically gone as with `supersede`. */
  readonly discard: (items: readonly { readonly ref: string; readonly version: number }[]) => Promise<void>
  /** All that is kept, in the order it came: what stands in the next `limit` rows after `mark` (0: from the first), and where to go on. */
  readonly page: (
    mark: number,
    limit: number,
  ) => Promise<{
    readonly rows: readonly KeptRow[]
    /** Absent at the end. */
    readonly mark?: number
  }>
  readonly refsOfAuthor: (authorRef: string) => Promise<readonly string[]>
  readonly refsOfThread: (threadRef: string) => Promise<readonly string[]>
  readonly refsOfChannel: (channel: string) => Promise<readonly string[]>
  /** Every channel and source that ever had a post here. */
  readonly origins: () => Promise<readonly Origin[]>
  /** Those of a vault that is copied: of some of them no post may be left. */
  readonly noteOrigins: (origins: readonly Origin[]) => Promise<void>
  /** Rows kept before `keptBefore` (ms) whose event nobody has looked for yet, oldest first, and what to say when that is done. */
  readonly unchecked: (
    keptBefore: number,
    limit: number,
  ) => Promise<{ readonly rows: readonly { readonly ref: string; readonly version: number }[]; readonly mark: number }>
  /** @param mark of `unchecked`; 0 = everything is to be looked at again */
  readonly checked: (mark: number) => Promise<void>
  /** Forgets what `expiresAt` has passed at `now` (ms). Answers how many rows went. */
  readonly sweep: (now: number) => Promise<number>
  /** Rows of a channel due at `now` (ms), the longest overdue first. */
  readonly toRecheck: (channel: string, now: number, limit: number) => Promise<readonly DueRow[]>
  /** They were asked about: kept until then, and asked about again then, or never. Rows that are gone are passed over. */
  readonly rechecked: (rows: readonly Pick<VaultItem, 'ref' | 'version' | 'expiresAt' | 'recheckAt'>[]) => Promise<void>
  /** By channel: those with rows to be asked about. */
  readonly rechecks: (now: number) => Promise<ReadonlyMap<string, Rechecks>>
  /** Secrets of channels and receivers, addresses of followers, and what removal requests say: sealed, without retention. `undefined` deletes. */
  readonly keepSecret: (name: string, secret: string | undefined) => Promise<void>
  readonly secret: (name: string) => Promise<string | undefined>
  readonly secretNames: (prefix: string) => Promise<readonly string[]>
  /** Finishes what was begun. */
  readonly close: () => Promise<void>
}
