// Loads the model that ships: the files in analysis/model/, which the training wrote. Little-endian, as every machine that Node runs on.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { dictionarySize } from './dictionary.ts'
import { slots } from './hashes.ts'
import { type Description, type Model, rowWords, unsign } from './model.ts'

const folder = path.join(import.meta.dirname, '../model')
const wordsOf = (file: string): Int32Array => {
  const bytes = readFileSync(path.join(folder, file))
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
}

export const readDescription = (): Description =>
  JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')) as Description

let loaded: Model | undefined

/** Read when it is first needed, and once. */
export const loadModel = (): Model => {
  if (loaded !== undefined) return loaded
  const weights = unsign(wordsOf('weights.bin'))
  const words = wordsOf('words.bin')
  const slotsEnd = 2 * dictionarySize
  loaded = {
    description: readDescription(),
    table: weights.subarray(0, slots * rowWords),
    shapes: weights.subarray(slots * rowWords),
    dictionary: { slots: words.subarray(0, slotsEnd), rows: words.subarray(slotsEnd), summed: true },
  }
  return loaded
}
