// A row of the vault as every engine keeps it: salt and content sealed under the key of its month, for its place alone.
import type { KeptContent, VaultItem } from '../events/vault.ts'
import { type Epoch, epochOf, type Keys } from './key-files.ts'
import { seal, unseal } from './sealing.ts'

const saltBytes = 32

export type SealedItem = Omit<VaultItem, 'salt' | 'content'> & { readonly epoch: Epoch; readonly sealed: Uint8Array }

const placeOf = (ref: string, version: number, epoch: Epoch) => `${ref} ${version} ${epoch}`

export const sealItem = (keys: Pick<Keys, 'forEpoch'>, item: VaultItem, now: number): SealedItem => {
  const { salt, content, ...head } = item
  const { ref, version } = head
  if (salt.length !== saltBytes) throw new RangeError(`a salt is ${saltBytes} bytes, not ${salt.length}`)
  const epoch = epochOf(now)
  const sealed = seal(keys.forEpoch(epoch), placeOf(ref, version, epoch), salt, Buffer.from(JSON.stringify(content)))
  return { ...head, epoch, sealed }
}

/** `undefined` when its key is destroyed, or it was sealed for another place. */
export const unsealRow = (
  keys: Pick<Keys, 'ofEpoch'>,
  { ref, version, epoch, sealed }: Pick<SealedItem, 'ref' | 'version' | 'epoch' | 'sealed'>,
): KeptContent | undefined => {
  const key = keys.ofEpoch(epoch)
  const opened = key === undefined ? undefined : unseal(key, placeOf(ref, version, epoch), sealed)
  if (opened === undefined) return undefined
  return { version, salt: opened.subarray(0, saltBytes), content: JSON.parse(opened.toString('utf8', saltBytes)) }
}

/** A secret has its own key and place. */
export const sealSecret = (keys: Pick<Keys, 'secrets'>, name: string, secret: string): Buffer =>
  seal(keys.secrets, `secret ${name}`, Buffer.from(secret))
export const unsealSecret = (keys: Pick<Keys, 'secrets'>, name: string, sealed: Uint8Array): string | undefined =>
  unseal(keys.secrets, `secret ${name}`, sealed)?.toString('utf8')
