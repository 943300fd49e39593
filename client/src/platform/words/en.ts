import type { Words } from '../catalogue.ts'
import catalogue from './en.json' with { type: 'json' }

/** English, complete by type: a key that Japanese has and English lacks does not compile. */
export const en: Words = catalogue
