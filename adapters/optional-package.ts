// Loads a package that only a cluster needs, or says what to install (docs/decisions/0005-optional-peers.md).
import { Problem } from '../events/problem.ts'

/** @param name with the version that is needed, as npm takes it; @throws Problem `unavailable` when it is not installed */
export const optionalPackage = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    const words = `loading ${name}: a cluster needs it and it is not installed; run "npm install --no-save ${name}"`
    throw new Problem('unavailable', words, { cause })
  }
}
