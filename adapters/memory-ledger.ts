// The erasures ledger in memory: for tests and trials.
import type { Ledger } from '../events/ledger.ts'
import { createErasures } from './erasures.ts'

export const createMemoryLedger = (): Ledger => {
  const { apply, ...erasures } = createErasures()
  return {
    ...erasures,
    enter: async (entered) => apply({ entered }),
    complete: async (id, times) => apply({ completed: { id, ...times } }),
    close: async () => {},
  }
}
