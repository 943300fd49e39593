import type { VersionView } from '#shared/api/versions.ts'
import type { useCollabWords } from '../words.ts'

type Words = ReturnType<typeof useCollabWords>['versions']

/** What a version is called in a list: its name, or what kind it is. */
export const versionName = ({ name, kind }: VersionView, words: Words): string => name ?? words.kind[kind]
