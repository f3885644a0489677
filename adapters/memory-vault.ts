// The vault in memory: for tests and trials. Keeps the same promises, but not past the end of the process.
import type { Vault, VaultItem } from '../events/vault.ts'

type Row = VaultItem & { readonly order: number; readonly keptAt: number }

export const createMemoryVault = ({ now }: { readonly now: () => number }): Vault => {
  /** By ref, then version. */
  const rows = new Map<string, Map<number, Row>>()
  const secrets = new Map<string, string>()
  const origins = new Map<string, { channel: string; source: string }>()
  let order = 0
  let mark = 0

  const all = () => [...rows.values()].flatMap((versions) => [...versions.values()])
  const remove = (ref: string, fits: (row: Row) => boolean): number => {
    const versions = rows.get(ref)
    let gone = 0
    for (const row of versions?.values() ?? []) if (fits(row) && versions?.delete(row.version)) gone++
    if (versions?.size === 0) rows.delete(ref)
    return gone
  }
  const refsOf = (fits: (row: Row) => boolean) => [
    ...new Set(
      all()
        .filter(fits)
        .map(({ ref }) => ref),
    ),
  ]

  const forget = async (refs: readonly string[]) => {
    for (const ref of refs) remove(ref, () => true)
  }

  return {
    put: async (items) =>
      items.map((item) => {
        const versions = rows.get(item.ref) ?? new Map<number, Row>()
        if (versions.has(item.version)) return 'already'
        versions.set(item.version, {
          ...item,
          content: structuredClone(item.content),
          order: ++order,
          keptAt: item.keptAt ?? now(),
        })
        rows.set(item.ref, versions)
        origins.set(`${item.channel} ${item.source}`, { channel: item.channel, source: item.source })
        return 'kept'
      }),
    get: async (refs) =>
      new Map(
        refs.flatMap((ref) => {
          const live = [...(rows.get(ref)?.values() ?? [])].filter(({ expiresAt }) => expiresAt > now())
          const newest = live.sort((a, b) => b.version - a.version)[0]
          if (newest === undefined) return []
          const { version, salt, content } = newest
          return [[ref, { version, salt, content: structuredClone(content) }] as const]
        }),
      ),
    forget,
    drop: forget,
    supersede: async (items) => {
      for (const { ref, version } of items) remove(ref, (row) => row.version < version)
    },
    discard: async (items) => {
      for (const { ref, version } of items) remove(ref, (row) => row.version === version)
    },
    page: async (after, limit) => {
      const waiting = all().filter((row) => row.order > after)
      const some = waiting.sort((a, b) => a.order - b.order).slice(0, limit)
      const live = some.filter(({ expiresAt }) => expiresAt > now())
      const rows = live.map(({ source: _, order: __, ...row }) => ({ ...row, content: structuredClone(row.content) }))
      const last = some.at(-1)
      return { rows, ...(some.length < limit || last === undefined ? {} : { mark: last.order }) }
    },
    refsOfAuthor: async (authorRef) => refsOf((row) => row.authorRef === authorRef),
    refsOfThread: async (threadRef) => refsOf((row) => row.threadRef === threadRef),
    refsOfChannel: async (channel) => refsOf((row) => row.channel === channel),
    origins: async () => [...origins.values()],
    noteOrigins: async (noted) => {
      for (const { channel, source } of noted) origins.set(`${channel} ${source}`, { channel, source })
    },
    unchecked: async (keptBefore, limit) => {
      const waiting = all().filter((row) => row.order > mark)
      const inOrder = waiting.sort((a, b) => a.order - b.order).slice(0, limit)
      const firstYoung = inOrder.findIndex(({ keptAt }) => keptAt >= keptBefore)
      const old = firstYoung < 0 ? inOrder : inOrder.slice(0, firstYoung)
      return { rows: old.map(({ ref, version }) => ({ ref, version })), mark: old.at(-1)?.order ?? mark }
    },
    checked: async (upTo) => {
      mark = upTo
    },
    toRecheck: async (channel, at, limit) =>
      all()
        .filter(
          (row) => row.channel === channel && (row.recheckAt ?? Number.POSITIVE_INFINITY) <= at && row.expiresAt > at,
        )
        .sort((a, b) => (a.recheckAt ?? 0) - (b.recheckAt ?? 0))
        .slice(0, limit)
        .map(({ ref, version, salt, content, keptAt }) => ({
          ref,
          version,
          salt,
          keptAt,
          content: structuredClone(content),
        })),
    rechecked: async (items) => {
      for (const { ref, version, ...next } of items) {
        const row = rows.get(ref)?.get(version)
        if (row === undefined) continue
        const { recheckAt: _, ...rest } = row
        rows.get(ref)?.set(version, { ...rest, ...next })
      }
    },
    rechecks: async (at) => {
      const dues = new Map<string, number[]>()
      for (const { channel, recheckAt } of all())
        if (recheckAt !== undefined) dues.set(channel, [...(dues.get(channel) ?? []), recheckAt])
      return new Map(
        [...dues].map(([channel, times]) => {
          const overdue = times.filter((ms) => ms <= at)
          const oldest = overdue.length === 0 ? {} : { oldestDueMs: Math.min(...overdue) }
          return [channel, { watched: times.length, overdue: overdue.length, ...oldest }]
        }),
      )
    },
    sweep: async (at) => {
      let gone = 0
      for (const ref of [...rows.keys()]) gone += remove(ref, ({ expiresAt }) => expiresAt <= at)
      return gone
    },
    keepSecret: async (name, secret) => {
      if (secret === undefined) secrets.delete(name)
      else secrets.set(name, secret)
    },
    secret: async (name) => secrets.get(name),
    secretNames: async (prefix) => [...secrets.keys()].filter((name) => name.startsWith(prefix)),
    close: async () => {},
  }
}
