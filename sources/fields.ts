// Members of the JSON that platforms send: what is not of the kind asked for counts as absent, for its shape drifts over the years.

export type Json = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectIn = (from: Json | undefined, key: string): Json | undefined => {
  const value = from?.[key]
  return isObject(value) ? value : undefined
}

/** Its objects; others than objects are left out. */
export const objectsIn = (from: Json | undefined, key: string): readonly Json[] => {
  const value = from?.[key]
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** An empty string counts as absent. */
export const stringIn = (from: Json | undefined, key: string): string | undefined => {
  const value = from?.[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A number that is not negative, also written as text. */
export const countIn = (from: Json | undefined, key: string): number | undefined => {
  const value = from?.[key]
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}

/** An id given as text, or as a number that JSON.parse has not rounded. */
export const idIn = (from: Json | undefined, key: string): string | undefined => {
  const value = from?.[key]
  return Number.isSafeInteger(value) ? String(value) : stringIn(from, key)
}
