// What some tests need beside the project, programs of the system above all: found, or the test is skipped with how to get them. In CI they must be there.
import { execFileSync } from 'node:child_process'

const found = (name: string): string | undefined => {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/** What a test needs is not there: says how to get it. @throws where CI=true */
export const sayMissing = (words: string): void => {
  if (process.env.CI === 'true') throw new Error(words)
  console.log(`      skipped, ${words}`)
}

/** The test is skipped with how to get what it needs, or fails where CI=true. */
export const skipOrFail = (context: Mocha.Context, words: string): never => {
  sayMissing(words)
  return context.skip()
}

/** In words of `sayMissing`. */
export const sharedData = 'needs the shared data folder beside the project'

/** Path of the program; otherwise skips the running suite, or fails where CI=true. */
export const systemProgram = (context: Mocha.Context, name: string, debianPackage = name): string => {
  const path = found(name)
  if (path !== undefined) return path
  return skipOrFail(context, `needs ${name}: apt-get install ${debianPackage}`)
}
