// Secrets that a command is given: by the name of the variable that holds them.
import { Problem } from '../events/problem.ts'
import type { Terminal } from './command.ts'

/** What stands on a command line is seen by every user of the machine, and kept by the shell. @throws Problem `usage` */
export const fromEnvironment = (
  { environment }: Pick<Terminal, 'environment'>,
  command: string,
  option: string,
  text: string,
): string => {
  const variable = /^\$\{?(\w+)\}?$/.exec(text)?.[1]
  if (variable === undefined)
    throw new Problem(
      'usage',
      `${command}: --${option} is a secret: name the variable that holds it, as --${option} '$NAME'`,
    )
  const value = environment[variable]
  if (!value) throw new Problem('usage', `${command}: $${variable} is not set in the environment`)
  return value
}
