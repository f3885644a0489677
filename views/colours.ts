// The colours of style.css, for pictures that load no style sheet.

export const light = {
  card: '#fff',
  ink: '#15171c',
  mute: '#575d69',
  line: '#dedbd4',
  grid: '#e7e4dd',
  neg: '#b5420c',
  neu: '#8b909b',
  pos: '#1b67a9',
  calm: '#5d6470',
  backlash: '#b5420c',
  reversal: '#7446b3',
  recovery: '#0c6e7f',
} as const

export type Colours = { readonly [Name in keyof typeof light]: string }

export const dark: Colours = {
  card: '#191c21',
  ink: '#eeece7',
  mute: '#a7acb8',
  line: '#31353d',
  grid: '#2a2e35',
  neg: '#f0834b',
  neu: '#7f8591',
  pos: '#62aceb',
  calm: '#a2a8b4',
  backlash: '#f0834b',
  reversal: '#b897ee',
  recovery: '#4dbccd',
}
