// Which phrases a text holds: Aho and Corasick (1975) over folded text, linear in it whatever the number of phrases.
import { blank, createFold, type Folded } from './tokens.ts'

/** The groups, by index and rising, of which the text holds at least one phrase. */
type Matcher = (text: Folded) => readonly number[]

/** Written out as a trie while it is built; node 0 is the root. */
type Node = { readonly next: Map<number, number>; readonly groups: number[] }

/** `refund*` is a beginning of a word, anything else whole words; without a word in it, it is nowhere. */
const unitsOf = (phrase: string, fold: (text: string) => Folded): Uint16Array => {
  const { units, length } = fold(phrase)
  if (length < 2) return new Uint16Array(0)
  return units.slice(0, phrase.trimEnd().endsWith('*') ? length - 1 : length)
}

const growTrie = (groups: readonly (readonly string[])[]): readonly Node[] => {
  const fold = createFold()
  const nodes: Node[] = [{ next: new Map(), groups: [] }]
  for (const [group, phrases] of groups.entries())
    for (const phrase of phrases) {
      const units = unitsOf(phrase, fold)
      if (units.length === 0) continue
      let node = nodes[0] as Node
      for (const unit of units) {
        const known = node.next.get(unit)
        if (known === undefined) {
          node.next.set(unit, nodes.length)
          node = { next: new Map(), groups: [] }
          nodes.push(node)
        } else node = nodes[known] as Node
      }
      if (!node.groups.includes(group)) node.groups.push(group)
    }
  return nodes
}

/** All edges of the trie in one open-addressing table of typed arrays. */
const createEdges = (nodes: readonly Node[]) => {
  let size = 16
  while (size < 2 * nodes.length) size *= 2
  const from = new Int32Array(size)
  const by = new Uint16Array(size)
  const to = new Int32Array(size) // 0: free, as no edge leads to the root
  const place = (node: number, unit: number) => {
    let at = Math.imul(Math.imul(node, 0x9e37_79b1) ^ unit, 0x85eb_ca6b)
    at = (at ^ (at >>> 15)) & (size - 1)
    while (to[at] !== 0 && (from[at] !== node || by[at] !== unit)) at = (at + 1) & (size - 1)
    return at
  }
  for (const [node, { next }] of nodes.entries())
    for (const [unit, target] of next) {
      const at = place(node, unit)
      from[at] = node
      by[at] = unit
      to[at] = target
    }
  /** 0: there is none. */
  return (node: number, unit: number): number => to[place(node, unit)] as number
}

/** Where to go on when no edge fits, and the next shorter phrase that ends at the same place; both 0 when there is none. */
const createFailures = (nodes: readonly Node[], edge: (node: number, unit: number) => number) => {
  const fails = new Int32Array(nodes.length)
  const shorter = new Int32Array(nodes.length)
  const queue = [0]
  for (const node of queue)
    for (const [unit, target] of (nodes[node] as Node).next) {
      queue.push(target)
      if (node === 0) continue
      let fail = fails[node] as number
      while (fail !== 0 && edge(fail, unit) === 0) fail = fails[fail] as number
      fail = edge(fail, unit)
      fails[target] = fail
      shorter[target] = (nodes[fail] as Node).groups.length > 0 ? fail : (shorter[fail] as number)
    }
  return { fails, shorter }
}

/** Compile once, match often: its memory is that of the phrases' letters. A group without phrases is never found. */
export const createMatcher = (groups: readonly (readonly string[])[]): Matcher => {
  const nodes = growTrie(groups)
  const edge = createEdges(nodes)
  const { fails, shorter } = createFailures(nodes, edge)
  const groupsAt = nodes.map((node) => (node.groups.length === 0 ? undefined : node.groups))
  /** What was reported of the text at hand: each place once, so that phrases within phrases stay linear. */
  const reported = new Int32Array(nodes.length)
  const found = new Uint8Array(groups.length)
  let run = 0

  return ({ units, length }) => {
    if (nodes.length === 1) return []
    if (++run === 0x7fff_ffff) {
      reported.fill(0)
      run = 1
    }
    let any = false
    let node = 0
    for (let i = 0; i < length; i++) {
      const unit = units[i] as number
      if (node === 0 && unit !== blank) continue // every phrase begins with a blank
      let next = edge(node, unit)
      while (next === 0 && node !== 0) {
        node = fails[node] as number
        next = edge(node, unit)
      }
      node = next
      let at = groupsAt[node] === undefined ? (shorter[node] as number) : node
      for (; at !== 0 && reported[at] !== run; at = shorter[at] as number) {
        reported[at] = run
        any = true
        for (const group of groupsAt[at] as number[]) found[group] = 1
      }
    }
    if (!any) return []
    const indices: number[] = []
    for (let group = 0; group < found.length; group++) if (found[group] === 1) indices.push(group)
    found.fill(0)
    return indices
  }
}
