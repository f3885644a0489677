// How numbers and times are written: as far as the browser needs it too. phrases.ts has the rest.

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (value: number) => String(value).padStart(2, '0')

/** `18 Aug` */
export const dayOf = (ms: number) => {
  const date = new Date(ms)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`
}

/** `Fri 18 Aug` */
export const weekdayOf = (ms: number) => `${days[new Date(ms).getUTCDay()]} ${dayOf(ms)}`

/** `18:05` */
export const clockOf = (ms: number) => {
  const date = new Date(ms)
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
}

/** `Mon 21 Aug, 15:00 UTC` */
export const timeOf = (ms: number) => `${weekdayOf(ms)}, ${clockOf(ms)} UTC`

/** Thousands separated by commas, U+2212 as minus. */
export const whole = (value: number) =>
  `${value < 0 ? '−' : ''}${String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, ',')}`

/** Net sentiment: sign always, two decimals. `−0.05`, `+0.09`, `0.00` */
export const signed = (value: number) => {
  const text = Math.abs(value).toFixed(2)
  return text === '0.00' ? text : `${value < 0 ? '−' : '+'}${text}`
}
