import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Every file git tracks or would track, by its path from the top, that `keep` accepts. */
export function sourceFiles(keep: (path: string) => boolean): readonly string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && keep(path) && existsSync(path))
    .toSorted()
}
