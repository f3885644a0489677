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
