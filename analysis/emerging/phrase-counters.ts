// How often each phrase was said in the current window: SpaceSaving (Metwally et al. 2005) in sets of eight, with a pane per hour.

const ways = 8

/** A slot is a phrase's place; another phrase may take it over, after `onEvict`. */
export type PhraseCounters = ReturnType<typeof createPhraseCounters>

/**
 * Where no counter of its set is free, a new phrase takes over the smallest and inherits what it had, as its error: so a frequent phrase
 * cannot be kept out by old ones. Errors count for that only, never as documents.
 */
export const createPhraseCounters = (counters: number, panes: number, onEvict: (slot: number) => void) => {
  const sets = Math.max(1, Math.floor(counters / ways))
  const size = sets * ways
  const hashes = new Int32Array(size)
  const counts = new Uint16Array(size * panes)
  const totals = new Int32Array(size)
  const errors = new Int32Array(size)
  const firstMs = new Float64Array(size)
  const firstVoices = new Int32Array(size)
  const firstLabels = new Uint8Array(size)

  const begin = (slot: number, atMs: number, voice: number, label: number) => {
    firstMs[slot] = atMs
    firstVoices[slot] = voice
    firstLabels[slot] = label
  }
  return {
    size,
    hashes,
    totals,
    /** When it was first said since it has its counter; and who said so then, with which label. */
    firstMs,
    firstVoices,
    firstLabels,
    countIn: (slot: number, pane: number) => counts[slot * panes + (pane % panes)] as number,
    /** One more document. @returns the slot */
    add: (hash: number, pane: number, atMs: number, voice: number, label: number): number => {
      const first = ((hash >>> 0) % sets) * ways
      let slot = first
      while (slot < first + ways && hashes[slot] !== hash) slot++
      if (slot === first + ways) {
        slot = first
        let least = (totals[first] as number) + (errors[first] as number)
        for (let i = first + 1; i < first + ways && least > 0; i++) {
          const other = (totals[i] as number) + (errors[i] as number)
          if (other < least) {
            least = other
            slot = i
          }
        }
        onEvict(slot)
        hashes[slot] = hash
        errors[slot] = least
        totals[slot] = 0
        counts.fill(0, slot * panes, (slot + 1) * panes)
      }
      if (totals[slot] === 0) begin(slot, atMs, voice, label)
      else if (atMs < (firstMs[slot] as number)) firstMs[slot] = atMs
      const at = slot * panes + (pane % panes)
      if ((counts[at] as number) < 0xffff) {
        counts[at] = (counts[at] as number) + 1
        totals[slot] = (totals[slot] as number) + 1
      }
      return slot
    },
    /** The pane that is reused for the next hour: what it counted is past. */
    clear: (pane: number) => {
      for (let slot = 0, at = pane % panes; slot < size; slot++, at += panes) {
        const error = errors[slot] as number
        if (error > 0) errors[slot] = error - Math.ceil(error / panes)
        const past = counts[at] as number
        if (past === 0) continue
        totals[slot] = (totals[slot] as number) - past
        counts[at] = 0
      }
    },
    bytes: [hashes, counts, totals, errors, firstMs, firstVoices, firstLabels].reduce(
      (sum, a) => sum + a.byteLength,
      0,
    ),
  }
}
