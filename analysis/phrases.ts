// Where a text holds which of many thousand phrases: Aho and Corasick (1975) over whole words instead of letters.
import { blank, createFold, type Folded } from './tokens.ts'

/** Hears of every place: the group and the numbers of its first and last word, from 0. */
export type Hear = (group: number, first: number, last: number) => void

const unknown = 0

/** The words of all phrases, numbered from 1, in an open-addressing table of typed arrays. */
const createVocabulary = (words: readonly string[]) => {
  const fold = createFold()
  const spelled = words.map((word) => {
    const { units, length } = fold(word)
    return units.slice(1, length - 1)
  })
  const letters = new Uint16Array(spelled.reduce((sum, { length }) => sum + length, 0))
  const starts = new Int32Array(words.length + 1)
  let size = 16
  while (size < 4 * words.length) size *= 2
  const table = new Int32Array(size)
  const hashOf = (units: Uint16Array, from: number, to: number) => {
    let hash = 0x811c_9dc5
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (units[i] as number), 0x0100_0193)
    return (hash ^ (hash >>> 15)) & (size - 1)
  }
  const isWord = (number: number, units: Uint16Array, from: number, to: number) => {
    const start = starts[number - 1] as number
    if ((starts[number] as number) - start !== to - from) return false
    for (let i = from; i < to; i++) if (letters[start + i - from] !== units[i]) return false
    return true
  }
  for (const [index, units] of spelled.entries()) {
    letters.set(units, starts[index] as number)
    starts[index + 1] = (starts[index] as number) + units.length
    let at = hashOf(units, 0, units.length)
    while (table[at] !== 0) at = (at + 1) & (size - 1)
    table[at] = index + 1
  }
  return (units: Uint16Array, from: number, to: number): number => {
    let at = hashOf(units, from, to)
    for (let number = table[at] as number; number !== unknown; number = table[at] as number) {
      if (isWord(number, units, from, to)) return number
      at = (at + 1) & (size - 1)
    }
    return unknown
  }
}

/** Edges of a trie in one open-addressing table of typed arrays; 0: there is none, as no edge leads to the root. */
const createEdges = (most: number) => {
  let size = 16
  while (size < 2 * most) size *= 2
  const from = new Int32Array(size)
  const by = new Int32Array(size)
  const to = new Int32Array(size)
  const place = (node: number, word: number) => {
    let at = Math.imul(Math.imul(node, 0x9e37_79b1) ^ word, 0x85eb_ca6b)
    at = (at ^ (at >>> 15)) & (size - 1)
    while (to[at] !== 0 && (from[at] !== node || by[at] !== word)) at = (at + 1) & (size - 1)
    return at
  }
  return {
    get: (node: number, word: number) => to[place(node, word)] as number,
    set: (node: number, word: number, target: number) => {
      const at = place(node, word)
      from[at] = node
      by[at] = word
      to[at] = target
    },
  }
}

/** Node 0 is the root; a node comes after its parent. */
const growTrie = (groups: readonly (readonly string[])[]) => {
  const numbers = new Map<string, number>()
  const spelled = groups.map((phrases) =>
    phrases.map((phrase) =>
      phrase.split(' ').map((word) => {
        const number = numbers.get(word) ?? numbers.size + 1
        numbers.set(word, number)
        return number
      }),
    ),
  )
  const most = spelled.flat().reduce((sum, { length }) => sum + length, 1)
  const edges = createEdges(most)
  const parents = new Int32Array(most)
  const words = new Int32Array(most)
  const depths = new Int32Array(most)
  const groupsAt: (number[] | undefined)[] = [undefined]
  let count = 1
  for (const [group, phrases] of spelled.entries())
    for (const phrase of phrases) {
      let node = 0
      for (const word of phrase) {
        let next = edges.get(node, word)
        if (next === 0) {
          next = count++
          edges.set(node, word, next)
          parents[next] = node
          words[next] = word
          depths[next] = (depths[node] as number) + 1
          groupsAt.push(undefined)
        }
        node = next
      }
      const there = groupsAt[node]
      if (there === undefined) groupsAt[node] = [group]
      else if (!there.includes(group)) there.push(group)
    }
  return { vocabulary: [...numbers.keys()], count, parents, words, depths, groupsAt }
}

/** @param groups phrases as the fold spells them: plain words with one blank between */
export const createPhraseFinder = (groups: readonly (readonly string[])[]): ((text: Folded, hear: Hear) => void) => {
  const { vocabulary, count, parents, words, depths, groupsAt } = growTrie(groups)
  const numberOf = createVocabulary(vocabulary)
  const edges = createEdges(count)
  for (let node = 1; node < count; node++) edges.set(parents[node] as number, words[node] as number, node)
  const edge = edges.get

  const fails = new Int32Array(count)
  const shorter = new Int32Array(count)
  const byDepth = Array.from({ length: count - 1 }, (_, i) => i + 1).sort(
    (a, b) => (depths[a] as number) - (depths[b] as number),
  )
  const step = (node: number, word: number) => {
    let at = node
    let next = edge(at, word)
    while (next === 0 && at !== 0) {
      at = fails[at] as number
      next = edge(at, word)
    }
    return next
  }
  for (const node of byDepth) {
    const parent = parents[node] as number
    const fail = parent === 0 ? 0 : step(fails[parent] as number, words[node] as number)
    fails[node] = fail
    shorter[node] = groupsAt[fail] === undefined ? (shorter[fail] as number) : fail
  }

  return ({ units, length }, hear) => {
    let node = 0
    let index = 0
    let start = 1
    for (let i = 1; i < length; i++) {
      if (units[i] !== blank) continue
      const word = numberOf(units, start, i)
      node = word === unknown ? 0 : step(node, word)
      let at = groupsAt[node] === undefined ? (shorter[node] as number) : node
      for (; at !== 0; at = shorter[at] as number)
        for (const group of groupsAt[at] as number[]) hear(group, index - (depths[at] as number) + 1, index)
      start = i + 1
      index++
    }
  }
}
