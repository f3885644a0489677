// Loads a package that only a cluster needs, or says what to install (docs/decisions/0005-optional-peers.md).
import { Problem } from '../events/problem.ts'

/** All at once, for who lacks one lacks the others. A test holds them against package.json. */
export const clusterPackages = '@kurrent/kurrentdb-client@^1.3.1 bullmq@^6.7.0 ioredis@^6.0.0'

/** @throws Problem `unavailable` when it is not installed; what `load` throws when it is there and broken */
export const optionalPackage = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    const words = `loading ${name}: it is not installed, and a cluster needs it; run "npm install --no-save ${clusterPackages}"`
    throw new Problem('unavailable', words, { cause })
  }
}
