// Looks over the bytes of a JSON text before it is parsed, and over the value after: once each, in linear time.
import { Problem } from '../events/problem.ts'

export type JsonLimits = { readonly maxJsonDepth: number; readonly maxKeysPerObject: number }

const quote = 0x22
const backslash = 0x5c
const openObject = 0x7b
const closeObject = 0x7d
const openArray = 0x5b
const closeArray = 0x5d
const colon = 0x3a
const shortString = 24 // bytes that a loop passes faster than a call of indexOf

const malformed = (detail: string) => new Problem('malformed', `reading JSON: ${detail}`)

/** @param at the byte after the opening quote; answers the closing quote, or the end */
const endOfString = (bytes: Buffer, at: number): number => {
  for (const near = Math.min(at + shortString, bytes.length); at < near; at++) {
    if (bytes[at] === quote) return at
    if (bytes[at] === backslash) at++
  }
  for (;;) {
    const found = bytes.indexOf(quote, at)
    if (found < 0) return bytes.length
    let before = found
    while (before > at && bytes[before - 1] === backslash) before--
    if ((found - before) % 2 === 0) return found
    at = found + 1
  }
}

/** Answers how many keys there are in all. Says nothing of whether it is JSON. @throws Problem `malformed` over a limit */
const countKeys = (bytes: Buffer, { maxJsonDepth, maxKeysPerObject }: JsonLimits): number => {
  const keysAt = new Int32Array(maxJsonDepth + 1)
  let depth = 0
  let keys = 0
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case quote:
        at = endOfString(bytes, at + 1)
        break
      case openObject:
      case openArray:
        if (++depth > maxJsonDepth) throw malformed(`it is nested deeper than ${maxJsonDepth}`)
        keysAt[depth] = 0
        break
      case closeObject:
      case closeArray:
        if (depth > 0) depth--
        break
      case colon: {
        keys++
        const here = (keysAt[depth] ?? 0) + 1
        if (here > maxKeysPerObject) throw malformed(`an object has more than ${maxKeysPerObject} keys`)
        keysAt[depth] = here
        break
      }
    }
  }
  return keys
}

const reserved = new Set(['__proto__', 'constructor', 'prototype'])

/** Keys of a parsed value, its members' included. At most `maxJsonDepth` deep, as the bytes were. */
const keysOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  let keys = 0
  if (Array.isArray(value)) {
    for (const member of value) keys += keysOf(member)
    return keys
  }
  for (const key of Object.keys(value)) {
    if (reserved.has(key)) throw malformed(`the key "${key}" is not taken`)
    keys += 1 + keysOf((value as Record<string, unknown>)[key])
  }
  return keys
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * The value of a JSON text in UTF-8. A key that comes twice in an object is found by counting: the parsed value has fewer.
 * @throws Problem `malformed` (not UTF-8, not JSON, too deep, too many keys, a key twice, a key of the prototype)
 */
export const parseJson = (bytes: Buffer, limits: JsonLimits): unknown => {
  const text = bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes
  const keys = countKeys(text, limits)
  let value: unknown
  try {
    value = JSON.parse(text.toString('utf8'))
  } catch {
    // The words of JSON.parse quote what was sent.
    throw malformed('it is not JSON')
  }
  if (keysOf(value) !== keys) throw malformed('an object has the same key twice')
  return value
}
