// Following a story by mail: the form, and the page behind the link in a mail. Only a button changes anything: links are looked at by machines.
import { field, type Values } from './admin/fields.ts'

type Followed = {
  readonly slug: string
  readonly title: string
  readonly demonstration: boolean
  readonly closedAt?: string
}
type Trouble = { readonly detail: string; readonly faults: readonly string[] } | null

export const everyChange = 'Every change'
const courseOnly = 'Only a change of course, and the end'

export const pathOf = (slug: string) => `/stories/${slug}`
const of = ({ slug, title, demonstration }: Followed) => ({ story: title, storyPath: pathOf(slug), demonstration })

export const followView = (story: Followed, entered: Values, problem: Trouble) => ({
  ...of(story),
  closed: story.closedAt !== undefined,
  followPath: `${pathOf(story.slug)}/follow`,
  problem,
  fields: [
    field('follow', 'address', 'Your mail address', entered, { needed: true, type: 'email' }),
    field('follow', 'what', 'Tell me', entered, { options: [courseOnly, everyChange] }),
  ],
})

type Words = { readonly heading: string; readonly text: string; readonly button?: string; readonly action?: string }

const page = (story: Followed, { heading, text, button = '', action = '' }: Words) => ({
  ...of(story),
  heading,
  text,
  button,
  hasButton: button !== '',
  actionPath: action,
})

/** The same whether the address was known or not. */
export const askedView = (story: Followed) =>
  page(story, {
    heading: 'Look into your mail',
    text: 'If this address does not follow the story already, a mail is on its way there. Open its link within 48 hours and press the button.',
  })

/** @param path of the link in the mail */
export const followerView = (story: Followed, status: 'asked' | 'confirmed' | 'left', every: boolean, path: string) => {
  const what = every ? 'at every change' : 'when they change course, and when it is over'
  switch (status) {
    case 'asked':
      return page(story, {
        heading: 'Do you want to follow this story?',
        text: `You are told ${what}.`,
        button: 'Yes, tell me',
        action: `${path}/confirm`,
      })
    case 'confirmed':
      return page(story, {
        heading: 'You follow this story',
        text: `You are told ${what}. When you leave, your address is deleted.`,
        button: 'Leave',
        action: `${path}/leave`,
      })
    case 'left':
      return page(story, { heading: 'You have left', text: 'No more mails come, and your address is deleted here.' })
  }
}
