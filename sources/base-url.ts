// Where a channel's platform is.
import type { Reading } from './source.ts'

/** `https://…` without slash at the end. */
export const baseOf = ({ config }: Reading, byDefault = ''): string =>
  String(config.url ?? byDefault).replace(/\/+$/, '')
