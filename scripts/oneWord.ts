/**
 * The one word that a command is given. Ends the process with the usage for none, for several (a path with a space in it and
 * without quotes), and for an option: nobody means a file of the name `--help`.
 */
export function oneWordOrExit(usage: string): string {
  const words = process.argv.slice(2)
  const [word] = words
  if (word !== undefined && words.length === 1 && !word.startsWith('-')) return word
  exitWith(usage, words)
}

/** Ends the process with the usage: in order when that was asked for. */
export function exitWith(usage: string, words: readonly string[]): never {
  const isAsked = words.includes('--help') || words.includes('-h')
  if (isAsked) console.log(usage)
  else console.error(usage)
  process.exit(isAsked ? 0 : 2)
}
