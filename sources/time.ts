// Reads the times that strangers write. Date.parse alone would turn 30 February into 2 March.

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/** RFC 3339 with a zone → milliseconds since 1970; undefined when it is none, or not in the calendar. */
export const parseTime = (text: string): number | undefined => {
  const match = rfc3339.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour = '0', zoneMinute = '0'] = match
  const hours = Number(hour)
  const minutes = Number(minute)
  const seconds = Number(second)
  const [zoneHours, zoneMinutes] = [Number(zoneHour), Number(zoneMinute)]
  if (hours > 23 || minutes > 59 || seconds > 59 || zoneHours > 23 || zoneMinutes > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day)) // Date.UTC takes year 0 for 1900
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  const offsetMinutes = (sign === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes)
  const fractionMs = fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)
  return date.getTime() + ((hours * 60 + minutes - offsetMinutes) * 60 + seconds) * 1000 + fractionMs
}

const isoLike = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d+)?)?)? ?(Z|UTC|[+-]\d\d:?\d\d)?$/i
const ofTwitter = /^\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d) (\d{4})$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const zoneOf = (zone = 'Z') => (/^[zu]/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`)

/**
 * Times as files have them: RFC 3339, the same without zone (then UTC), a date alone, seconds or milliseconds since 1970, and
 * `Sat Dec 06 18:20:30 +0000 2025`. Not day/month/year, which may mean two days. Answers milliseconds since 1970.
 */
export const parseLooseTime = (text: string): number | undefined => {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.floor(Number(text) * 1000)
  if (/^\d{12,13}$/.test(text)) return Number(text)
  const iso = isoLike.exec(text)
  if (iso !== null) return parseTime(`${iso[1]}T${iso[2] ?? '00:00'}${iso[3] ?? ':00'}${zoneOf(iso[4])}`)
  const [, month = '', day, time, zoneHour, zoneMinute, year] = ofTwitter.exec(text) ?? []
  if (year === undefined || !months.includes(month)) return undefined
  return parseTime(
    `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day}T${time}${zoneHour}:${zoneMinute}`,
  )
}

const rfc822 =
  /^(?:\w{3,9},? +)?(\d{1,2}) +(\w{3})\w* +(\d{2}|\d{4}) +(\d{1,2}):(\d\d)(?::(\d\d))? *([+-]\d{4}|[A-Za-z]{1,5})?$/
const zoneHours: { readonly [name: string]: number } = {
  ...{ UT: 0, UTC: 0, GMT: 0, Z: 0, WET: 0, BST: 1, WEST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3, JST: 9 },
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AEST: 10, AEDT: 11 },
}

const offsetOf = (zone = 'UT'): string | undefined => {
  if (/^[+-]/.test(zone)) return `${zone.slice(0, 3)}:${zone.slice(3)}`
  const hours = zoneHours[zone.toUpperCase()]
  return hours === undefined ? undefined : `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
}

/** Times as feeds have them: RFC 822 with its zones by number or name, and what `parseLooseTime` reads. Ms since 1970. */
export const parseFeedTime = (text: string): number | undefined => {
  const [, day = '', month = '', year, hour = '', minute, second = '00', zone] = rfc822.exec(text.trim()) ?? []
  if (year === undefined) return parseLooseTime(text.trim())
  const offset = offsetOf(zone)
  const number = months.findIndex((name) => name.toLowerCase() === month.toLowerCase()) + 1
  if (offset === undefined || number === 0) return undefined
  const fullYear = year.length === 4 ? year : Number(year) < 70 ? `20${year}` : `19${year}`
  const pad = (part: string | number) => String(part).padStart(2, '0')
  return parseTime(`${fullYear}-${pad(number)}-${pad(day)}T${pad(hour)}:${minute}:${second}${offset}`)
}
