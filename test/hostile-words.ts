// What a stranger may write to act on whatever shows it, and how one sees that it did not.
export const hostile =
  '@everyone @here <!channel> <!here|x> <@U012AB3CD> <@&42> <https://evil.example|click> [click](https://evil.example) **bold** `code` ||spoiler|| # head :bomb: \r\nBcc: victim@example.org\r\n\r\nX </b><script>alert(1)</script> \u202egnp.exe \u0000\u001b[31m \u2066x\u2069'

/** C0 but the newline, C1, and controls of direction and width. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
export const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069]/
