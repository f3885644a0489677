// Erasing a post, an author or a channel, and the receipt.
import { counted } from '../phrases.ts'
import { field, tabs, type Values, valuesOf } from './fields.ts'

type Receipt = { readonly receipt: string; readonly posts: number; readonly state: string }

export const erasureView = (entered: Values, receipt?: Receipt) => {
  const [post, author, channel] = [valuesOf('post', entered), valuesOf('author', entered), valuesOf('channel', entered)]
  return {
    ...tabs('/admin/erase'),
    receipt:
      receipt === undefined
        ? null
        : {
            href: receipt.receipt,
            words: `${counted(receipt.posts, 'post')}, ${receipt.state}`,
          },
    post: [
      field('post', 'source', 'Source', post, { needed: true, hint: 'Such as reddit, or webhook.' }),
      field('post', 'id', 'Id of the post at its source', post, { needed: true }),
      field('post', 'channel', 'Channel', post, { hint: 'Needed only where several channels hold that id.' }),
    ],
    author: [
      field('author', 'author', 'Name of the author', author, { needed: true }),
      field('author', 'source', 'Source', author, { hint: 'Empty = in every source.' }),
    ],
    channel: [field('channel', 'channel', 'Channel', channel, { needed: true })],
  }
}
