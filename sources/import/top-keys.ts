// What the objects that a file begins with are made of: their keys tell one format from another.

/** A string, which ends with its line at the latest; or a bracket. */
const tokens = /"(?:[^"\\\n]|\\.)*"?|[{}[\]]/g

/** One set per object, as far as it goes. `head` may be cut anywhere; of a line that is cut, only the next one is sure to be whole. */
export const topKeys = (head: string): readonly ReadonlySet<string>[] => {
  const found: Set<string>[] = []
  let depth = 0
  /** 1 where an array at the outside holds the objects. */
  let base = 0
  for (const { 0: token, index } of head.matchAll(tokens)) {
    const opens = token === '{' || token === '['
    // A line that begins with an object begins anew, whatever was cut before it.
    if (token === '{' && base === 0 && (index === 0 || head[index - 1] === '\n')) depth = 0
    if (opens && depth === 0) base = token === '[' ? 1 : 0
    if (token === '{' && depth === base) found.push(new Set())
    if (opens) depth++
    else if (token === '}' || token === ']') depth = Math.max(0, depth - 1)
    else if (depth === base + 1 && /^\s*:/.test(head.slice(index + token.length, index + token.length + 8)))
      found.at(-1)?.add(token.slice(1, -1))
  }
  return found
}
