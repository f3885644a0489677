// What both ledgers know in memory: who is erased, every receipt, and which erasures are still open.
import type { Erasure, Ledger, Receipt } from '../events/ledger.ts'

type ReceiptTimes = Parameters<Ledger['complete']>[1]
/** One line of a ledger's story. The same id entered again adds refs. */
export type LedgerRecord =
  | { readonly entered: Erasure }
  | { readonly completed: { readonly id: string } & ReceiptTimes }

export type Erasures = Pick<Ledger, 'isErased' | 'receipt' | 'open' | 'all'> & {
  readonly apply: (record: LedgerRecord) => void
}

const join = (a: readonly string[], b: readonly string[]) => (b.length === 0 ? a : [...new Set([...a, ...b])])

export const createErasures = (): Erasures => {
  const receipts = new Map<string, Receipt>()
  const open = new Set<string>()
  const refs = new Set<string>()
  const authors = new Set<string>()

  return {
    apply: (record) => {
      if ('completed' in record) {
        const { id, ...times } = record.completed
        const receipt = receipts.get(id)
        if (receipt === undefined) return
        receipts.set(id, { ...receipt, ...times })
        if (times.completedAt !== undefined) open.delete(id)
        return
      }
      const { entered } = record
      const before = receipts.get(entered.id)
      receipts.set(entered.id, {
        ...entered,
        ...(before && {
          refs: join(before.refs, entered.refs),
          authorRefs: join(before.authorRefs, entered.authorRefs),
        }),
      })
      open.add(entered.id)
      for (const ref of entered.refs) refs.add(ref)
      for (const ref of entered.authorRefs) authors.add(ref)
    },
    isErased: (ref, authorRef) => refs.has(ref) || (authorRef !== undefined && authors.has(authorRef)),
    receipt: (id) => receipts.get(id),
    all: () => [...receipts.values()],
    open: () => [...open].map((id) => receipts.get(id)).filter((receipt) => receipt !== undefined),
  }
}
