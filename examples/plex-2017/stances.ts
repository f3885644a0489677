// What a post wants to say: the mood it is said in, the sentence it turns on, and what may stand beside it.
export type Mood = 'quiet' | 'angry' | 'plain' | 'glad'
export type Group = 'quiet' | 'backlash' | 'reversal'
type Stance = {
  readonly group: Group
  readonly mood: Mood
  readonly core: string
  readonly beside: readonly string[]
}

const stance = (group: Group, mood: Mood, core: string, ...beside: readonly string[]): Stance => ({
  group,
  mood,
  core,
  beside,
})

export const stances = {
  transcoding: stance('quiet', 'quiet', 'transcoding', 'setup', 'setup', 'howto'),
  subtitles: stance('quiet', 'quiet', 'subtitles', 'setup', 'setup', 'wish'),
  bug: stance('quiet', 'quiet', 'bug', 'setup', 'setup', 'bug'),
  howto: stance('quiet', 'quiet', 'howto', 'setup', 'setup'),
  answer: stance('quiet', 'quiet', 'answer', 'answer', 'setup'),
  praise: stance('quiet', 'quiet', 'praise', 'setup', 'chat'),
  wish: stance('quiet', 'quiet', 'wish', 'praise', 'setup'),
  chat: stance('quiet', 'quiet', 'chat', 'praise', 'chat'),
  optOut: stance('backlash', 'angry', 'optOut', 'personal', 'anger', 'sale', 'optOut'),
  sale: stance('backlash', 'angry', 'sale', 'personal', 'optOut', 'anger', 'sale'),
  fingerprint: stance('backlash', 'angry', 'fingerprint', 'personal', 'sale', 'optOut', 'fingerprint'),
  moving: stance('backlash', 'angry', 'moving', 'personal', 'anger', 'pass', 'moving'),
  pass: stance('backlash', 'angry', 'pass', 'personal', 'anger', 'moving', 'optOut'),
  anger: stance('backlash', 'angry', 'anger', 'personal', 'optOut', 'anger'),
  explainer: stance('backlash', 'angry', 'explainer', 'anger', 'optOut', 'explainer', 'personal'),
  sarcasm: stance('backlash', 'angry', 'sarcasm', 'sarcasm', 'anger'),
  question: stance('backlash', 'plain', 'question', 'question', 'info', 'personal'),
  info: stance('backlash', 'plain', 'info', 'info', 'question'),
  defend: stance('backlash', 'plain', 'defend', 'defend', 'personal'),
  thanks: stance('reversal', 'glad', 'thanks', 'stay', 'thanks', 'personal'),
  stay: stance('reversal', 'glad', 'stay', 'thanks', 'personal'),
  skeptic: stance('reversal', 'angry', 'skeptic', 'skeptic', 'personal', 'after'),
  after: stance('reversal', 'plain', 'after', 'after', 'news', 'personal'),
  news: stance('reversal', 'plain', 'news', 'after', 'news'),
  press: stance('reversal', 'plain', 'press', 'skeptic', 'thanks', 'press', 'after'),
} as const satisfies { [name: string]: Stance }
export type StanceName = keyof typeof stances

type Mix = { readonly [Name in StanceName]?: number }

/** Ordinary talk, at all times. */
export const quietMix: Mix = {
  transcoding: 9,
  subtitles: 6,
  bug: 10,
  howto: 13,
  answer: 15,
  praise: 15,
  wish: 6,
  chat: 9,
}

/** From each moment on, what the talk about the policy is made of. The hours are invented; the order is not. */
export const policyMix: readonly { readonly from: string; readonly mix: Mix }[] = [
  {
    // Many ask what the mail means; the explainer leaves fewer in doubt.
    from: '2017-08-18T17:00:00Z',
    mix: {
      optOut: 22,
      sale: 9,
      fingerprint: 5,
      moving: 7,
      pass: 7,
      anger: 8,
      sarcasm: 5,
      question: 22,
      info: 10,
      defend: 7,
    },
  },
  {
    from: '2017-08-19T01:00:00Z',
    mix: {
      explainer: 24,
      optOut: 18,
      sale: 14,
      fingerprint: 8,
      moving: 11,
      pass: 8,
      anger: 13,
      sarcasm: 7,
      question: 5,
      info: 3,
      defend: 3,
    },
  },
  {
    from: '2017-08-19T13:00:00Z',
    mix: {
      optOut: 21,
      sale: 15,
      fingerprint: 13,
      explainer: 9,
      moving: 13,
      pass: 8,
      anger: 11,
      sarcasm: 6,
      question: 7,
      info: 4,
      defend: 5,
    },
  },
  {
    from: '2017-08-20T01:00:00Z',
    mix: {
      thanks: 26,
      stay: 11,
      skeptic: 20,
      after: 11,
      news: 6,
      optOut: 5,
      moving: 4,
      sale: 4,
      pass: 3,
      fingerprint: 3,
      sarcasm: 3,
      anger: 3,
    },
  },
  {
    from: '2017-08-21T11:00:00Z',
    mix: {
      press: 26,
      thanks: 14,
      stay: 7,
      skeptic: 24,
      after: 10,
      news: 4,
      moving: 5,
      sale: 6,
      pass: 4,
      fingerprint: 3,
      anger: 3,
    },
  },
  {
    from: '2017-08-22T12:00:00Z',
    mix: {
      thanks: 18,
      stay: 14,
      skeptic: 12,
      after: 22,
      press: 14,
      news: 8,
      moving: 3,
      pass: 2,
      sale: 2,
      defend: 5,
    },
  },
]
