// What the labelled posts are that the model is measured with, in words.

const about: { readonly [name: string]: string } = {
  tweeteval: 'tweets about anything (SemEval)',
  goemotions: 'Reddit comments',
  jira: 'comments on software issues',
  'so-lin': 'answers about programming',
  pr: 'reviews of code',
  airline: 'tweets to six airlines',
  gameprod: 'tweets about games and technology brands',
  sanders: 'tweets about four technology companies',
  sxsw: 'tweets about two technology brands at a conference',
  tse: 'tweets about anything',
  'vader-tweets': 'tweets about anything, each rated by several people',
}

export const setWords = (name: string) => (Object.hasOwn(about, name) ? (about[name] ?? name) : name)
