// Seals bytes with AES-256-GCM so that they open only under the same key and for the same place.
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'

const ivBytes = 12
const tagBytes = 16
const pooledIvs = 512

/** One call for 512 random IVs: a call for each would cost more than the sealing. */
const pool = Buffer.alloc(pooledIvs * ivBytes)
let used = pool.length
const nextIv = () => {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += ivBytes
  return pool.subarray(used - ivBytes, used)
}

/**
 * IV, tag, ciphertext.
 * @param key a `KeyObject`: a Buffer is three times slower
 * @param place what the bytes belong to (additional authenticated data): they open for nothing else
 */
export const seal = (key: KeyObject, place: string, ...parts: readonly Uint8Array[]): Buffer => {
  const iv = nextIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(place))
  const sealed = parts.map((part) => cipher.update(part))
  cipher.final()
  return Buffer.concat([iv, cipher.getAuthTag(), ...sealed])
}

/** `undefined` when another key sealed it, for another place, or a bit has changed. */
export const unseal = (key: KeyObject, place: string, sealed: Uint8Array): Buffer | undefined => {
  if (sealed.length < ivBytes + tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes))
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  const opened = decipher.update(sealed.subarray(ivBytes + tagBytes))
  try {
    return Buffer.concat([opened, decipher.final()])
  } catch {
    return undefined // the tag does not fit: says the doc comment, not an accident
  }
}
