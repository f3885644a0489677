// Bytes of a page or feed → text, in the charset they are really in.

const boms = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
] as const
const bytesToSniff = 1_024
const westernShare = 0.15

const decoderOf = (charset: string | undefined): TextDecoder | undefined => {
  if (charset === undefined) return undefined
  try {
    return new TextDecoder(charset)
  } catch {
    return undefined // a name that nobody knows says nothing
  }
}

/** The XML declaration, or the `meta` of a web page. */
const declaredIn = (bytes: Uint8Array): string | undefined => {
  const head = Buffer.from(bytes.subarray(0, bytesToSniff)).toString('latin1')
  const xml = /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w-]{1,40})["']/.exec(head)
  return xml?.[1] ?? /<meta[^>]{0,200}?\bcharset\s*=\s*["']?([\w-]{1,40})/i.exec(head)?.[1]
}

/** Western text has a few letters beyond ASCII; a text full of them is in some other script's character set. */
const isWestern = (bytes: Uint8Array) => {
  let beyond = 0
  for (const byte of bytes) if (byte >= 0x80) beyond++
  return beyond < bytes.length * westernShare
}

/**
 * Without byte order mark. By BOM, else HTTP, else what the text says of itself, else UTF-8, else windows-1252.
 * Undefined where nothing says so and it is neither.
 */
export const decodeText = (bytes: Uint8Array, contentType = ''): string | undefined => {
  const bom = boms.find((one) => one.bytes.every((byte, i) => bytes[i] === byte))
  const told = decoderOf(bom?.charset ?? /\bcharset\s*=\s*"?([\w-]{1,40})/i.exec(contentType)?.[1])
  const decoder = told ?? decoderOf(declaredIn(bytes))
  if (decoder !== undefined) return decoder.decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return isWestern(bytes) ? new TextDecoder('windows-1252').decode(bytes) : undefined
  }
}
