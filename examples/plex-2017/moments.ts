// The true milestones of August 2017 in our own words, and when the re-enactment tells of them.
// Certainty: a day has no hour, a window is drawn as a window. `playAt` is invented: when the invented posts first speak of it.

type PlayedMoment = {
  readonly record: 'statements' | 'milestones'
  readonly playAt: string
  readonly entry: {
    /** A date: the day is known, the hour is not. */
    readonly at: string
    readonly until?: string
    readonly kind: string
    readonly title: string
    readonly text: string
  }
}

export const moments: readonly PlayedMoment[] = [
  {
    record: 'statements',
    playAt: '2017-08-18T17:00:00Z',
    entry: {
      at: '2017-08-18',
      kind: 'announcement',
      title: 'Plex announces a new privacy policy',
      text: 'A mail to all users, on a Friday, says that opting out of usage statistics will no longer be possible. The day is stated by press of that week; the hour is not known.',
    },
  },
  {
    record: 'milestones',
    playAt: '2017-08-18T17:05:00Z',
    entry: {
      at: '2017-09-20',
      kind: 'effective',
      title: 'The new policy takes effect',
      text: 'The date stands in the announcement. In the end the policy takes effect with the opt-out in it.',
    },
  },
  {
    record: 'statements',
    playAt: '2017-08-19T01:00:00Z',
    entry: {
      at: '2017-08-18T00:00:00Z',
      until: '2017-08-20T00:00:00Z',
      kind: 'explainer',
      title: 'Plex explains that data is neither sold nor shared',
      text: 'The summary page is amended, and a post asks readers to wait before they reach for the pitchfork. It does not calm them. Only the order is known: after the announcement, on 18 or 19 August.',
    },
  },
  {
    record: 'milestones',
    playAt: '2017-08-19T13:00:00Z',
    entry: {
      at: '2017-08-19',
      kind: 'press',
      title: 'First press report of the backlash',
      text: 'A technology site reports the objections; posts gather in the forum, on Reddit and on Twitter. The day is stated by the press itself.',
    },
  },
  {
    record: 'statements',
    playAt: '2017-08-20T01:00:00Z',
    entry: {
      at: '2017-08-19T00:00:00Z',
      until: '2017-08-21T00:00:00Z',
      kind: 'reversal',
      title: 'Plex keeps the opt-out',
      text: 'Users can opt out of playback statistics, and the statistics are generalised: a page signed by chief executive Keith Valory, speaking of the last 24 hours. Sources conflict: two place it on the weekend of 19 and 20 August, one on Monday the 21st.',
    },
  },
  {
    record: 'milestones',
    playAt: '2017-08-21T11:00:00Z',
    entry: {
      at: '2017-08-21',
      kind: 'aftermath',
      title: 'The press reports the reversal',
      text: 'Several technology sites write that Plex changed course; reaction in the forum is mixed. The day is stated by the press itself.',
    },
  },
]

/** As the API takes it. What changed is measured from when the posts speak of it, which in this play is known to the minute. */
export const bodyOf = ({ record, playAt, entry }: PlayedMoment) =>
  record === 'statements' ? { ...entry, heardAt: playAt } : entry
