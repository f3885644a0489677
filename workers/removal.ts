// A post that is gone at its source, of which nothing but the id is known.
import type { IncomingPost } from '../events/incoming-post.ts'

export const removal = (source: string, id: string, atMs: number): IncomingPost => ({
  source,
  kind: 'post',
  atMs,
  removed: true,
  content: { id, text: '' },
})
