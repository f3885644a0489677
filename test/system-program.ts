// Programs of the system that some tests need: found, or the test is skipped with how to get them. In CI they must be there.
import { execFileSync } from 'node:child_process'

const found = (name: string): string | undefined => {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/** Path of the program; otherwise skips the running suite, or fails where CI=true. */
export const systemProgram = (context: Mocha.Context, name: string, debianPackage = name): string => {
  const path = found(name)
  if (path !== undefined) return path
  const words = `needs ${name}: apt-get install ${debianPackage}`
  if (process.env.CI === 'true') throw new Error(words)
  console.log(`      skipped, ${words}`)
  return context.skip()
}
