// Posts that may be known already: their history and what the vault keeps decide what a delivery adds.
import type { EventLog } from './event-log.ts'
import type { IncomingPost } from './incoming-post.ts'
import type { Ledger } from './ledger.ts'
import { type Origin, type PostEvent, postStream } from './post.ts'
import { type Decision, decideDelivery, decideErasure, type PostState, postOf, type Said } from './post-rules.ts'
import { Problem } from './problem.ts'
import { commitment } from './refs.ts'
import type { Content, KeptContent, Vault, VaultItem } from './vault.ts'

const maxTries = 8

export type SettleParts = {
  readonly log: Pick<EventLog, 'append' | 'read'>
  readonly vault: Pick<Vault, 'put' | 'get' | 'supersede' | 'drop'>
  readonly ledger: Pick<Ledger, 'isErased'>
}

/** A post with its ref and the row it would get. `row` is absent where the post is gone at its source. */
export type Draft = {
  readonly index: number
  readonly origin: Origin
  readonly post: IncomingPost
  readonly said: Said
  readonly row: Omit<VaultItem, 'version'> | undefined
}

type Settled = readonly [index: number, outcome: Decision['outcome']]
type Known = { readonly state: PostState; readonly expected: 'none' | number; readonly kept: KeptContent | undefined }
type Decided = Decision & { readonly one: Draft; readonly known: Known; readonly row: VaultItem | undefined }

const sameWording = (a: Content, b: Content) => a.text === b.text && (a.title ?? '') === (b.title ?? '')

/** Whether the kept row is the wording that the log knows last, and not one of an unfinished try. */
const isLast = ({ state, kept }: Known) =>
  kept !== undefined && state.version > 0 && commitment(kept.salt, kept.content) === state.content

const wordingOf = (content: Content, known: Known, authorGone: boolean) => {
  const { state, kept } = known
  if (kept !== undefined && isLast(known)) {
    const names = authorGone && kept.content.author !== undefined
    return !names && sameWording(kept.content, content) ? 'same' : 'changed'
  }
  // A newer row than the log knows is left from an edit that a crash cut short: the edit is made now.
  return kept !== undefined && kept.version > state.version ? 'changed' : 'no longer kept'
}

/** What was not shown this time stays as it is kept; an author who is not named any more does not. */
const completed = (row: Draft['row'], { kept }: Known): Draft['row'] => {
  if (row === undefined || kept === undefined) return row
  const { author: _, ...known } = kept.content
  return { ...row, content: { ...known, ...row.content } }
}

/** @param spare versions to leave out: rows may be there that `get` does not tell of, past their time or just put by others */
const decide = (one: Draft, known: Known, isErased: boolean, spare: number): Decided => {
  const { origin, said } = one
  const { removed, authorGone = false, asked, partial } = one.post
  const row = partial ? completed(one.row, known) : one.row
  const base = { one, known, row: undefined }
  if (isErased) return { ...base, outcome: 'refused', events: decideErasure(known.state, 'request') }
  if (removed || row === undefined)
    return { ...base, ...decideDelivery(known.state, { removed: true, origin, ...said }) }
  const version = Math.max(known.state.version, known.kept?.version ?? 0) + 1 + spare
  const decision = decideDelivery(known.state, {
    removed,
    origin,
    wording: wordingOf(row.content, known, authorGone),
    version,
    content: commitment(row.salt, row.content),
    ...said,
    ...(asked ? { asked } : {}),
  })
  const isKept = decision.events.some((event) => 'content' in event.data)
  return { ...base, ...decision, row: isKept ? { ...row, version } : undefined }
}

/** What must not stay in the vault once this is decided: all of it, or only what is older than the last wording. */
const leftover = ({ known, row, events }: Decided): 'everything' | 'older' | 'nothing' => {
  const { state, kept } = known
  if (row !== undefined) return kept === undefined ? 'nothing' : 'older'
  if (kept === undefined) return 'nothing'
  if (state.status !== 'present' || events.some(({ type }) => type !== 'PostRevised')) return 'everything'
  // The row of an edit that a crash cut short, beside the last wording: its delivery comes again, or it is swept.
  if (!isLast(known)) return kept.version > state.version ? 'nothing' : 'everything'
  return kept.version > 1 ? 'older' : 'nothing' // a first wording put again beside a later one
}

export const createSettlePosts = ({ log, vault, ledger }: SettleParts) => {
  const look = async (drafts: readonly Draft[]): Promise<readonly Known[]> => {
    const refs = drafts.map(({ origin }) => origin.ref)
    const histories = await Promise.all(refs.map((ref) => log.read(postStream(ref))))
    const kept = await vault.get(refs)
    return histories.map((history, i) => ({
      state: postOf(history),
      expected: history.at(-1)?.revision ?? 'none',
      kept: kept.get(refs[i] ?? ''),
    }))
  }

  const tidy = async (decided: readonly Decided[]) => {
    const of = (which: string) => decided.filter((one) => leftover(one) === which)
    const older = of('older').map(({ one, row, known }) => ({
      ref: one.origin.ref,
      version: row?.version ?? known.state.version,
    }))
    const everything = of('everything').map(({ one }) => one.origin.ref)
    if (older.length > 0) await vault.supersede(older)
    if (everything.length > 0) await vault.drop(everything)
  }

  /** Puts the rows, then appends. Answers whether each was carried through; the others are decided again. */
  const carryThrough = async (decided: readonly Decided[]): Promise<readonly boolean[]> => {
    const rows = decided.flatMap(({ row }) => row ?? [])
    const put = rows.length === 0 ? [] : await vault.put(rows)
    const taken = new Set(rows.filter((_, i) => put[i] === 'already'))
    const ready = decided.filter(({ row, events }) => events.length > 0 && (row === undefined || !taken.has(row)))
    const writes = ready.map(({ one, known, events }) => ({
      stream: postStream(one.origin.ref),
      expected: known.expected,
      events: events as readonly PostEvent[],
    }))
    const written = writes.length === 0 ? [] : await log.append(writes)
    const appended = new Set(ready.filter((_, i) => written[i]?.outcome === 'appended'))
    return decided.map((one) => one.events.length === 0 || appended.has(one))
  }

  /** Each ref at most once. */
  const settleOnce = async (drafts: readonly Draft[]): Promise<readonly Settled[]> => {
    const settled: Settled[] = []
    let open = drafts
    for (let tries = 0; open.length > 0; tries++) {
      if (tries === maxTries) throw new Problem('busy', 'taking posts: others keep changing them; send them again')
      const known = await look(open)
      const decided = open.map((one, i) =>
        decide(one, known[i] as Known, ledger.isErased(one.origin.ref, one.row?.authorRef), tries),
      )
      const carried = await carryThrough(decided)
      const through = decided.filter((_, i) => carried[i])
      await tidy(through)
      for (const { one, outcome } of through) settled.push([one.index, outcome])
      open = open.filter((_, i) => !carried[i])
    }
    return settled
  }

  /** Posts of the same ref are settled in their order. @throws Problem `busy` when others changed a post at every try */
  return async (drafts: readonly Draft[]): Promise<readonly Settled[]> => {
    const settled: Settled[] = []
    let waiting = drafts
    while (waiting.length > 0) {
      const refs = new Set<string>()
      const round: Draft[] = []
      const rest: Draft[] = []
      for (const one of waiting) {
        if (refs.has(one.origin.ref)) rest.push(one)
        else round.push(one)
        refs.add(one.origin.ref)
      }
      settled.push(...(await settleOnce(round)))
      waiting = rest
    }
    return settled
  }
}
