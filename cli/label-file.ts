// A file of posts that people have labelled, one {id, text, label} a line.
import type { Readable } from 'node:stream'
import type { Subject } from '../analysis/analyse.ts'
import { type Label, labels } from '../events/post.ts'
import { Problem } from '../events/problem.ts'
import { linesOf } from '../sources/import/lines.ts'
import { openInput } from './open-input.ts'
import { isBlank, maxLineBytes, readPostLine } from './post-line.ts'

export type LabelledSubject = { readonly subject: Subject; readonly label: Label }

/** @throws Problem `usage`, `not-found`, `malformed`, `invalid` naming the first line that cannot be taken */
export const readLabelFile = async (file: string, stdin: Readable): Promise<readonly LabelledSubject[]> => {
  if (file === '-') throw new Problem('usage', '--labels: the standard input holds the posts; name a file')
  const posts: LabelledSubject[] = []
  const { chunks } = await openInput(file, stdin, 'reading labels from')
  for await (const lines of linesOf(chunks, maxLineBytes))
    for (const { number, bytes } of lines) {
      if (isBlank(bytes)) continue
      const refuse = (fault: string) =>
        new Problem('invalid', `reading labels from ${file}: line ${number + 1}: ${fault}`)
      const line = readPostLine(bytes)
      if ('error' in line) throw refuse(line.error)
      const label = labels.find((one) => one === line.fields.label)
      if (label === undefined) throw refuse(`label is not one of ${labels.join(', ')}`)
      posts.push({ subject: line.subject, label })
    }
  return posts
}
