// How often a phrase was said before: counts that fade, of all time and by part of the week. Fixed memory, posts in any order.
// Count-min sketches with conservative update (Estan and Varghese 2002) under forward decay (Cormode et al. 2009): too high at worst,
// so that a phrase may be missed and none is made up.

const hourMs = 3_600_000
/** Six hours of one day of the week, UTC: fine enough for mornings and Fridays, coarse enough to have enough posts. */
const partMs = 6 * hourMs
const parts = 28
/** 1 January 1970 was a Thursday; any day does as the first. */
export const partOf = (atMs: number): number => ((Math.floor(atMs / partMs) % parts) + parts) % parts

const bits = 16
const multipliers = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d].map((odd) => odd | 0)
const createSketch = () => {
  const [one = 1, two = 1, three = 1] = multipliers
  const cells = new Float32Array(3 << bits)
  const inTwo = 1 << bits
  const inThree = 2 << bits
  const estimate = (key: number): number => {
    const a = cells[Math.imul(key, one) >>> (32 - bits)] as number
    const b = cells[inTwo + (Math.imul(key, two) >>> (32 - bits))] as number
    const c = cells[inThree + (Math.imul(key, three) >>> (32 - bits))] as number
    const least = a < b ? a : b
    return least < c ? least : c
  }
  return {
    cells,
    estimate,
    add: (key: number, weight: number) => {
      const now = estimate(key) + weight
      const a = Math.imul(key, one) >>> (32 - bits)
      const b = inTwo + (Math.imul(key, two) >>> (32 - bits))
      const c = inThree + (Math.imul(key, three) >>> (32 - bits))
      if ((cells[a] as number) < now) cells[a] = now
      if ((cells[b] as number) < now) cells[b] = now
      if ((cells[c] as number) < now) cells[c] = now
    },
  }
}

/** Beyond this many half-lives all is scaled down by as much, exactly. */
const maxHalfLives = 16
const keyIn = (hash: number, part: number) => hash ^ Math.imul(part + 1, 0x27d4_eb2f)

/** All weights are relative to a moment that moves on; they compare only with one another, between two calls of `begin`. */
export const createPhraseBaseline = (halfLifeMs: number) => {
  const all = createSketch()
  const byPart = createSketch()
  const documentsByPart = new Float64Array(parts)
  let documents = 0
  let zeroMs: number | undefined
  let beganMs = Number.NaN
  let weight = 1
  let part = 0

  const weightAt = (atMs: number) => 2 ** ((atMs - (zeroMs ?? atMs)) / halfLifeMs)
  const scaleDown = () => {
    const by = 2 ** -maxHalfLives
    for (const cells of [all.cells, byPart.cells])
      for (let i = 0; i < cells.length; i++) cells[i] = (cells[i] as number) * by
    for (let i = 0; i < parts; i++) documentsByPart[i] = (documentsByPart[i] as number) * by
    documents *= by
    zeroMs = (zeroMs ?? 0) + maxHalfLives * halfLifeMs
  }
  return {
    weightAt,
    /** What is added from now on was said at this time. Older counts have faded by it, younger ones have not. */
    begin: (atMs: number) => {
      if (atMs === beganMs) return
      beganMs = atMs
      zeroMs ??= atMs
      for (let times = 0; times < 100 && atMs - zeroMs > maxHalfLives * halfLifeMs; times++) scaleDown()
      if (atMs - zeroMs > maxHalfLives * halfLifeMs) zeroMs = atMs // all has faded to nothing
      weight = weightAt(atMs)
      part = partOf(atMs)
    },
    addDocument: () => {
      documents += weight
      documentsByPart[part] = (documentsByPart[part] as number) + weight
    },
    add: (hash: number) => {
      all.add(hash, weight)
      byPart.add(keyIn(hash, part), weight)
    },
    documents: () => documents,
    documentsIn: (partOfWeek: number) => documentsByPart[partOfWeek] as number,
    estimate: all.estimate,
    estimateIn: (hash: number, partOfWeek: number) => byPart.estimate(keyIn(hash, partOfWeek)),
    bytes: all.cells.byteLength + byPart.cells.byteLength + documentsByPart.byteLength,
  }
}
export type PhraseBaseline = ReturnType<typeof createPhraseBaseline>
