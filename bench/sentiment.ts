// Sentiment beside the libraries that people use for it: speed, accuracy, shares, languages and size, in one run.
import { createAnalyse } from '../analysis/analyse.ts'
import { linear as lane } from '../analysis/sentiment/linear.ts'
import { storyRules } from '../analysis/topics.ts'
import { accuracy } from './sentiment-accuracy.ts'
import { hours } from './sentiment-hours.ts'
import { languages } from './sentiment-languages.ts'
import { type Library, libraries, thrownByWink } from './sentiment-libraries.ts'
import { dataFolder, readSet, setsThere } from './sentiment-sets.ts'
import { size } from './sentiment-size.ts'
import { type Contender, speed } from './sentiment-speed.ts'
import { syntheticPosts } from './synthetic-posts.ts'
import type { Result } from './table.ts'

const ours: Library = {
  name: 'outcry',
  version: lane.model,
  label: (text) => {
    const { label } = lane.judge(text).sentiment
    return label === 'unscored' ? undefined : label
  },
  say: (text, source = '') => lane.judge(text, source).sentiment,
}

/** As a worker does it: language, sentiment, a story's phrases and topics. */
const wholePipeline = (): Contender => {
  const topics = [
    { slug: 'money', name: 'Money', match: ['refund*', 'price*', 'subscription*', 'cancel*'] },
    { slug: 'delay', name: 'Delay', match: ['delayed', 'waiting', 'on hold', 'late flight*'] },
    { slug: 'opt-out', name: 'Opt-out', match: ['opt out', 'privacy', 'data collection'] },
  ]
  const story = { title: '', company: '', about: '', channels: [], match: [], topics, demonstration: false }
  const analyse = createAnalyse([storyRules('story', story, { lane: lane.id })])
  return {
    name: 'outcry, whole analysis',
    label: (text) =>
      analyse({ channel: 'c', source: 'x', kind: 'post', receivedAt: 1, content: { text } }).found[0]?.sentiment.label,
  }
}

const racing = (about: string, texts: readonly string[]): Result => {
  const contenders: readonly Contender[] = [
    { name: 'outcry, source given', label: (text) => lane.judge(text, 'x').sentiment.label },
    { name: 'outcry, gate', label: (text) => lane.judge(text, '').sentiment.label },
    wholePipeline(),
    ...libraries,
  ]
  const goals = [
    { name: 'outcry, source given', leastRate: 150_000, leastRatio: 1 },
    { name: 'outcry, whole analysis', leastRate: 60_000, leastRatio: 0 },
  ]
  return speed(contenders, texts, 'sentiment', goals, about)
}

const racingPosts = 6_000

export const sentiment = (report: (result: Result) => void): void => {
  const sets = setsThere()
  const tweets = sets.filter(({ name }) => name === 'tweeteval' || name === 'airline').flatMap(readSet)
  if (sets.length === 0) {
    console.log(
      `\nsentiment: there is no ${dataFolder}: accuracy and hourly shares are skipped, speed is measured on made-up posts`,
    )
    report(racing('made-up posts', syntheticPosts(racingPosts)))
  } else {
    const every = tweets.length / racingPosts
    const texts = Array.from({ length: racingPosts }, (_, at) => tweets[Math.floor(at * every)]?.text ?? '')
    report(racing('posts of tweeteval and airline', texts))
    report(accuracy(sets, ours, libraries))
  }
  const airline = sets.find(({ name }) => name === 'airline')
  if (airline !== undefined) report(hours(readSet(airline), ours, libraries))
  report(languages(ours, libraries))
  report(size())
  console.log(
    `\n${[ours, ...libraries].map(({ name, version }) => `${name} ${version}`).join(', ')}; wink-sentiment threw ${thrownByWink()} times`,
  )
}
