// Events that could not be folded, each with a way to try again.
import { timeOf, whole } from '../wording.ts'
import { tabs } from './fields.ts'

type Parked = {
  readonly key: string
  readonly projection: string
  readonly version: number
  readonly type: string
  readonly recordedAt: string
  readonly error: string
}

export const parkedView = (parked: readonly Parked[]) => ({
  ...tabs('/admin/parked'),
  some: parked.length > 0,
  parked: parked.map(({ key, projection, version, type, recordedAt, error }) => ({
    key,
    error,
    name: `${type} ${whole(version)}`,
    words: `in ${projection}, recorded ${timeOf(Date.parse(recordedAt))}`,
  })),
})
