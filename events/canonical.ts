// One way to write a JSON value: keys sorted, no blanks. What hashes and comparisons are made of.

/** Few names make up all events: each is written once. */
const names = new Map<string, string>()
const maxNames = 1_000
const nameOf = (key: string): string => {
  const known = names.get(key)
  if (known !== undefined) return known
  const written = `${JSON.stringify(key)}:`
  if (names.size < maxNames) names.set(key, written)
  return written
}

/** @param value JSON types only; `undefined` members are left out, as JSON.stringify does. */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(value[i] ?? null)
    return `${text}]`
  }
  let text = '{'
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    text += (text.length === 1 ? '' : ',') + nameOf(key) + canonicalJson(member)
  }
  return `${text}}`
}
