// Mails to those who follow a story: the one that asks whether they want to, and what changed.
import type { RecordedEvent } from '../events/catalogue.ts'
import { subjectOf } from './alert-mail.ts'
import { phaseWords } from './phase-now.ts'
import { demonstrationNotice } from './phrases.ts'
import { headline, plain, webAddress } from './quote.ts'
import { timeOf } from './wording.ts'

export type FollowedStory = { readonly title: string; readonly company: string; readonly demonstration: boolean }
type FollowerMail = { readonly subject: string; readonly text: string }

const longest = { title: 300, text: 2_000, subject: 130 }
const paragraphs = (...parts: readonly string[]) => `${parts.filter((part) => part !== '').join('\n\n')}\n`
const noteOf = ({ demonstration }: FollowedStory) => (demonstration ? demonstrationNotice : '')
const marked = ({ demonstration }: FollowedStory, title: string) =>
  subjectOf(demonstration ? `Re-enactment: ${title}` : title)

/** @param link of the page with the button; nothing happens before it is pressed */
export const confirmMail = (story: FollowedStory, link: string): FollowerMail => {
  const title = plain(story.title, longest.title)
  return {
    subject: marked(story, `Do you want to follow “${title}”?`),
    text: paragraphs(
      noteOf(story),
      `Somebody, you we hope, asked that this address be told when “${title}” changes.`,
      `If you want that, open this page within 48 hours and press the button:\n${link}`,
      'If not, do nothing: the address is deleted then.',
    ),
  }
}

type Said = { readonly news: string; readonly lines: readonly string[] }

const phaseSaid = (phase: keyof typeof phaseWords, reason: string): Said => ({
  news: phase === 'recovered' ? 'It is over: recovered' : phaseWords[phase],
  lines: [plain(reason, longest.text)],
})

const said = (event: RecordedEvent, who: string): Said | undefined => {
  switch (event.type) {
    case 'StatementRecorded': {
      const { kind, title, text = '', url, at } = event.data
      const turns = kind === 'reversal' ? `${who} changes course` : `${who} partly changes course`
      const isTurn = kind === 'reversal' || kind === 'partial-reversal'
      const words = plain(title, longest.title)
      return {
        news: isTurn ? `${turns}: ${words}` : `Statement: ${words}`,
        lines: [`${timeOf(Date.parse(at))}`, plain(text, longest.text), webAddress(url) ?? ''],
      }
    }
    case 'PhaseDeclared':
      return phaseSaid(event.data.phase, event.data.reason)
    case 'PhaseOverridden':
      return phaseSaid(event.data.phase, `Set by a person: ${event.data.reason}`)
    case 'PhaseRevised': {
      const { changes, why } = event.data
      const over = changes.findLast(({ phase }) => phase === 'recovered')
      if (over !== undefined) return phaseSaid(over.phase, over.reason)
      return {
        news: 'Not over: the recovery does not hold',
        lines: [plain(`Computed again: ${why}`, longest.text)],
      }
    }
    case 'PhaseOverrideWithdrawn':
      return { news: 'What a person had set is taken back', lines: [plain(event.data.reason, longest.text)] }
    case 'StoryClosed':
      return {
        news: 'No longer watched',
        lines: [
          'The story is closed: what is posted from now on is not counted. Should it be opened again, you are told.',
        ],
      }
    case 'StoryOpened':
      return { news: 'Watched again', lines: ['The story was closed, and is open again.'] }
    default:
      return undefined
  }
}

type Links = { readonly page: string; readonly leave: string }

/** `undefined` for an event that followers are not told of. */
export const changeMail = (story: FollowedStory, event: RecordedEvent, links: Links): FollowerMail | undefined => {
  const title = plain(story.title, longest.title)
  const told = said(event, plain(story.company, longest.title) || 'The company')
  if (told === undefined) return undefined
  const { news, lines } = told
  return {
    subject: marked(story, headline(title, news, longest.subject)),
    text: paragraphs(
      noteOf(story),
      `${title}: ${news}`,
      lines.filter((line) => line !== '').join('\n'),
      `The page as of that moment:\n${links.page}`,
      `-- \nYou asked to be told of this story. One press ends it and deletes your address:\n${links.leave}`,
    ),
  }
}
