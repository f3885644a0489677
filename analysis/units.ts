// The UTF-16 units that are a character by themselves, for tables with a place for each.

const first = 0xd800
const last = 0xe000
export const isSurrogate = (unit: number): boolean => unit >= first && unit < last

const all = new TextDecoder('utf-16le').decode(
  Uint16Array.from({ length: 0x1_0000 }, (_, unit) => unit).filter((unit) => !isSurrogate(unit)),
)

/** Every unit that matches. A run is matched at once: a question for each unit takes forty times as long. @param runs global */
export const eachUnit = (runs: RegExp, take: (unit: number) => void): void => {
  for (const { index, 0: run } of all.matchAll(runs))
    for (let i = index; i < index + run.length; i++) take(i < first ? i : i + last - first)
}
